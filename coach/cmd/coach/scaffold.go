package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"objectioncoach/coach/packs"
	"objectioncoach/coach/studio"
)

// packNew writes the beginning of a pack.
func packNew(args []string, out, errs io.Writer) error {
	flags := flag.NewFlagSet("pack new", flag.ContinueOnError)
	extends := flags.String("extends", "bank", "built-in pack to build upon")
	dir, err := oneFolder(flags, args, errs, "give the one folder to begin: coach pack new DIR")
	if err != nil {
		return err
	}
	id := filepath.Base(dir)
	if !studio.ValidID(id) {
		return fmt.Errorf("a pack cannot be called %q: use a-z, 0-9 and hyphens, and begin with a letter", id)
	}
	if !slices.Contains(packs.Names(), *extends) {
		return fmt.Errorf("there is no built-in pack %q to extend: the built-in packs are %v", *extends, packs.Names())
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is there already: nothing was written", dir)
	}
	for file, content := range studio.Scaffold(id, *extends) {
		name := filepath.Join(dir, filepath.FromSlash(file))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(out, "began the pack %s, which extends %s. Change its files, then: coach pack check %s\n", id, *extends, dir)
	return err
}
