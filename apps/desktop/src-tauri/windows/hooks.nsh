; Windows asks about a program that listens unless there is a rule for it. This one lets the engine, and nothing else, be
; reached on private and domain networks; on public ones it stays closed. Messages are kept when Loom is uninstalled.
!macro NSIS_HOOK_POSTINSTALL
  nsExec::Exec 'netsh advfirewall firewall delete rule name="Loom" program="$INSTDIR\loom.exe"'
  nsExec::Exec 'netsh advfirewall firewall add rule name="Loom" dir=in action=allow enable=yes profile=private,domain program="$INSTDIR\loom.exe"'
!macroend

!macro NSIS_HOOK_POSTUNINSTALL
  nsExec::Exec 'netsh advfirewall firewall delete rule name="Loom" program="$INSTDIR\loom.exe"'
  DetailPrint "Loom is removed; what people wrote is kept in %APPDATA%\Loom of each of them."
!macroend
