#!/bin/sh
# Runs a command as in a container with a read-only root file system: no /tmp, no home, no account but root's and nobody's.
# Usage: sealed-root.sh <new root> <repository> <folder that stays writable, or nothing> <user id> <command…>
# Needs a mount namespace of its own (unshare --mount) and root.
set -eu
root=$1 repository=$2 volume=$3 user=$4
shift 4
mount -t tmpfs -o size=1m,mode=755 tmpfs "$root"
for folder in /usr /bin /sbin /lib /lib64 /proc /dev "$repository" $volume; do
  if [ -L "$folder" ]; then
    ln -s "$(readlink "$folder")" "$root$folder"
  elif [ -d "$folder" ]; then
    mkdir -p "$root$folder"
    mount --rbind "$folder" "$root$folder"
  fi
done
mkdir "$root/etc"
printf 'root:x:0:0::/:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\nnogroup:x:65534:\n' >"$root/etc/group"
mount -o remount,bind,ro "$root/usr"
mount -o remount,bind,ro "$root$repository"
mount -o remount,ro "$root"
if [ "$user" = 0 ]; then
  exec chroot "$root" env -u HOME "$@"
fi
exec chroot "$root" setpriv --reuid "$user" --regid "$user" --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all \
  env -u HOME "$@"
