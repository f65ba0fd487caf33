//! What a command line asks of the window. Knows nothing of windows, files or engines.

/// The identifier of the window that belongs to the profile `default` in the usual place.
pub const IDENTIFIER: &str = "org.loom-messenger.loom";
pub const USAGE: &str = "Usage: loom-desktop [--profile NAME] [loom:TOKEN]\n\n\
  --profile NAME   whose Loom this is (or LOOM_PROFILE; \"default\" without either)\n\
  loom:TOKEN       opens \"Add a contact\" with this token";

const DEFAULT_PROFILE: &str = "default";
/// A token has 221 characters; white space and dashes may double that.
const LONGEST_LINK: usize = 1024;

#[derive(Debug, PartialEq)]
pub struct Launch {
    pub profile: String,
    /// The token of a `loom:` link, not yet checked by anybody.
    pub token: Option<String>,
}

#[derive(Debug, PartialEq)]
pub enum Asked {
    Window(Launch),
    Help,
    Version,
}

/// Reads the arguments after the program's name.
/// Errors are sentences for people.
pub fn read<A: AsRef<str>>(arguments: &[A], environment: Option<String>) -> Result<Asked, String> {
    let mut profile = None;
    let mut token = None;
    let mut rest = arguments.iter().map(AsRef::as_ref);
    while let Some(argument) = rest.next() {
        if let Some(name) = argument.strip_prefix("--profile=") {
            profile = Some(name.to_owned());
        } else if argument == "--profile" {
            let name = rest
                .next()
                .ok_or("--profile needs the name of a profile.")?;
            profile = Some(name.to_owned());
        } else if let Some(found) = token_of(argument) {
            token = Some(found);
        } else if argument == "--help" || argument == "-h" {
            return Ok(Asked::Help);
        } else if argument == "--version" {
            return Ok(Asked::Version);
        } else {
            return Err(format!(
                "\"{argument}\" is no option of the window. See loom-desktop --help."
            ));
        }
    }
    let environment = environment.filter(|name| !name.is_empty());
    let profile = profile
        .or(environment)
        .unwrap_or_else(|| DEFAULT_PROFILE.to_owned());
    Ok(Asked::Window(Launch { profile, token }))
}

/// The token in a `loom:` link, with or without slashes, as systems hand links over; None for everything else.
pub fn token_of(link: &str) -> Option<String> {
    let (scheme, rest) = link.split_at_checked(5)?;
    if !scheme.eq_ignore_ascii_case("loom:") || rest.len() > LONGEST_LINK {
        return None;
    }
    let token = rest.trim_matches('/');
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (!token.is_empty() && token.chars().all(fits)).then(|| token.to_owned())
}

/// One window for each profile: what tells their windows apart, and names the place of their size and position.
pub fn identifier(profile: &str, home: Option<&str>) -> String {
    match home {
        None if profile == DEFAULT_PROFILE => IDENTIFIER.to_owned(),
        _ => format!(
            "{IDENTIFIER}.p{:016x}",
            fnv1a(&[home.unwrap_or_default(), profile].join("\0"))
        ),
    }
}

/// FNV-1a, 64 bits: the same on every machine and in every version, which std's hasher does not promise.
fn fnv1a(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(profile: &str, token: Option<&str>) -> Result<Asked, String> {
        Ok(Asked::Window(Launch {
            profile: profile.into(),
            token: token.map(Into::into),
        }))
    }

    #[test]
    fn the_profile_comes_from_the_flag_then_the_environment_then_is_default() {
        assert_eq!(
            read(&["--profile", "ann"], Some("bob".into())),
            window("ann", None)
        );
        assert_eq!(read(&["--profile=ann"], None), window("ann", None));
        assert_eq!(read::<&str>(&[], Some("bob".into())), window("bob", None));
        assert_eq!(
            read::<&str>(&[], Some(String::new())),
            window("default", None)
        );
    }

    #[test]
    fn a_link_carries_a_token_with_and_without_slashes() {
        assert_eq!(
            read(&["loom:LOOM-AB2C"], None),
            window("default", Some("LOOM-AB2C"))
        );
        assert_eq!(token_of("LOOM://LOOM-AB2C/"), Some("LOOM-AB2C".into()));
    }

    #[test]
    fn a_link_that_holds_anything_but_a_token_is_none() {
        for link in [
            "loom:",
            "loom://",
            "loom:<script>",
            "loom:a b",
            "http://a",
            "löom:A",
            "lo",
        ] {
            assert_eq!(token_of(link), None, "{link}");
        }
        assert_eq!(
            token_of(&format!("loom:{}", "A".repeat(LONGEST_LINK + 1))),
            None
        );
    }

    #[test]
    fn what_is_not_known_is_refused_by_name() {
        assert!(read(&["--colour"], None).unwrap_err().contains("--colour"));
        assert!(
            read(&["--profile"], None)
                .unwrap_err()
                .contains("--profile")
        );
    }

    #[test]
    fn every_profile_and_every_home_has_a_window_of_its_own() {
        assert_eq!(identifier("default", None), IDENTIFIER);
        let others = [
            identifier("ann", None),
            identifier("default", Some("/a")),
            identifier("ann", Some("/a")),
        ];
        for (at, one) in others.iter().enumerate() {
            assert_ne!(one, IDENTIFIER);
            assert!(others.iter().skip(at + 1).all(|other| other != one));
        }
        assert_eq!(identifier("ann", None), identifier("ann", None));
    }
}
