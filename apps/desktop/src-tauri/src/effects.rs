//! How much the window may glitter on this machine: `full`, `lite` or `off`, as packages/ui/src/effects.ts has them. Blur and
//! drift are cheap on a graphics processor and dear without one.

#[derive(Debug, Default)]
pub struct Graphics {
    /// There is a device that the web engine can render on.
    pub has_renderer: bool,
    /// The person has turned the engine's compositing off (WEBKIT_DISABLE_COMPOSITING_MODE).
    pub without_compositing: bool,
    /// The person has asked for slower, safer drawing (WEBKIT_DISABLE_DMABUF_RENDERER, LIBGL_ALWAYS_SOFTWARE).
    pub slow: bool,
}

pub fn level(graphics: &Graphics) -> &'static str {
    match graphics {
        Graphics {
            without_compositing: true,
            ..
        } => "off",
        Graphics {
            has_renderer: false,
            ..
        }
        | Graphics { slow: true, .. } => "lite",
        _ => "full",
    }
}

#[cfg(target_os = "linux")]
pub fn graphics() -> Graphics {
    let is_set =
        |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    let is_renderer = |entry: std::io::Result<std::fs::DirEntry>| {
        entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with("renderD"))
    };
    Graphics {
        has_renderer: std::fs::read_dir("/dev/dri")
            .is_ok_and(|mut entries| entries.any(is_renderer)),
        without_compositing: is_set("WEBKIT_DISABLE_COMPOSITING_MODE"),
        slow: is_set("WEBKIT_DISABLE_DMABUF_RENDERER") || is_set("LIBGL_ALWAYS_SOFTWARE"),
    }
}

/// Windows and macOS draw with what they have, and their web engines fall back by themselves.
#[cfg(not(target_os = "linux"))]
pub fn graphics() -> Graphics {
    Graphics {
        has_renderer: true,
        ..Graphics::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_follows_what_the_machine_can_draw() {
        let able = || Graphics {
            has_renderer: true,
            ..Graphics::default()
        };
        assert_eq!(level(&able()), "full");
        assert_eq!(
            level(&Graphics {
                slow: true,
                ..able()
            }),
            "lite"
        );
        assert_eq!(level(&Graphics::default()), "lite");
        assert_eq!(
            level(&Graphics {
                without_compositing: true,
                ..able()
            }),
            "off"
        );
    }
}
