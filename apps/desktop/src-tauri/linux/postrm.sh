#!/bin/sh
# Nobody's messages go with the program: each person's are theirs to keep or to delete.
set -e
case "$1" in
remove | purge)
  echo 'Loom is removed; what people wrote is kept. Each person finds it in ~/.local/share/loom (or where LOOM_HOME says),'
  echo 'and deletes it by deleting that folder.'
  ;;
esac
