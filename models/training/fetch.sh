#!/usr/bin/env bash
# Fetches what the training draws from, out of packages of npm and Debian, and unpacks it: ./fetch.sh FOLDER
# It needs npm, and for the photographs apt-get (nothing is installed by it).
set -euo pipefail
folder=${1:?usage: fetch.sh FOLDER}
mkdir -p "$folder/icons" "$folder/pictures"
cd "$folder"

npm_package() { # name, version, folder
    [ -d "icons/$3" ] && return
    echo "npm $1@$2"
    tarball=$(npm pack --silent "$1@$2")
    mkdir -p "icons/$3.part"
    tar xzf "$tarball" -C "icons/$3.part" --strip-components=1
    rm "$tarball"
    mv "icons/$3.part" "icons/$3"
}
npm_package emojibase-data 17.0.0 emojibase-data
npm_package @iconify-json/noto 1.2.9 noto
npm_package @iconify-json/noto-v1 1.2.5 noto-v1
npm_package @iconify-json/twemoji 1.2.5 twemoji
npm_package @iconify-json/emojione 1.2.3 emojione
npm_package @iconify-json/fxemoji 1.2.2 fxemoji
npm_package @iconify-json/streamline-emojis 1.2.4 streamline-emojis
npm_package @iconify-json/mdi 1.2.3 mdi
npm_package @iconify-json/ph 1.2.2 ph
npm_package @iconify-json/game-icons 1.2.4 game-icons
npm_package @iconify-json/fa6-solid 1.2.4 fa6-solid
npm_package @lobehub/fluent-emoji-3d 1.1.0 fluent
npm_package openmoji 17.0.0 openmoji

for package in mate-backgrounds plasma-workspace-wallpapers gnome-backgrounds ukui-wallpapers sway-backgrounds openclipart-svg \
    lomiri-wallpapers-16.04 lomiri-wallpapers-20.04 opencv-doc python3-skimage; do
    [ -d "pictures/$package" ] && continue
    echo "deb $package"
    apt-get download -q "$package" >/dev/null
    dpkg-deb -x "$package"_*.deb "pictures/$package.part"
    rm "$package"_*.deb
    mv "pictures/$package.part" "pictures/$package"
done
