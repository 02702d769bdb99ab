package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// command runs a program of the system.
func command(name string, args ...string) error {
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s %v: %w: %s", name, args, err, out)
	}
	return nil
}

// smallDisk is a file system in memory of a few MiB.
func smallDisk(dir string, mib int, options string) (unmount func(), err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if err := command("mount", "-t", "tmpfs", "-o", fmt.Sprintf("size=%dm%s", mib, options), "badday", dir); err != nil {
		return nil, err
	}
	return func() { _ = command("umount", "-l", dir) }, nil
}

// realDisk is an ext4 file system in a file, which can be frozen.
func realDisk(dir string) (mount string, unmount func(), err error) {
	image, mount := filepath.Join(dir, "image"), filepath.Join(dir, "disk")
	if err := os.Mkdir(mount, 0o700); err != nil {
		return "", nil, err
	}
	for _, c := range [][]string{
		{"truncate", "-s", "256M", image},
		{"mkfs.ext4", "-q", image},
		{"mount", "-o", "loop", image, mount},
	} {
		if err := command(c[0], c[1:]...); err != nil {
			return "", nil, err
		}
	}
	return mount, func() { _ = command("umount", "-l", mount) }, nil
}
