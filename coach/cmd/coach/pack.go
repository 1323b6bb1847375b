package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"objectioncoach/coach"
	"objectioncoach/coach/classify"
	"objectioncoach/coach/labelled"
	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/packs"
	"objectioncoach/coach/source"
	"objectioncoach/coach/train"
)

const packUsage = `usage:
  coach pack check [--coverage] [DIR]         all problems of a pack, or of all built-in ones; --locale zh-CN says them in Chinese
  coach pack compile [-o FILE] DIR            FILE.pack, FILE.en.lang and FILE.rules, to sign
  coach pack new [--extends NAME] DIR         the beginning of a pack
  coach pack test DIR                         runs the tests in its files *.tests.jsonl
  coach pack diff [--locale L] A B            what staff would notice; each a DIR, a NAME or a compiled FILE
  coach pack key FILE                         a key to sign with
  coach pack sign --key FILE NAME.pack        one signed file, with what lies beside the pack
  coach pack verify [--accept KEY] FILE       whether a signed file may be used
  coach pack schema                           a JSON Schema of the YAML files, for editors
`

// packCommand is coach pack ….
func packCommand(args []string, out, errs io.Writer) error {
	if len(args) == 0 {
		fmt.Fprint(errs, packUsage)
		return flag.ErrHelp
	}
	switch args[0] {
	case "check":
		return packCheck(args[1:], out, errs)
	case "compile":
		return packCompile(args[1:], out, errs)
	case "new":
		return packNew(args[1:], out, errs)
	case "test":
		return packTest(args[1:], out, errs)
	case "key":
		return packKey(args[1:], out, errs)
	case "sign":
		return packSign(args[1:], out, errs)
	case "verify":
		return packVerify(args[1:], out, errs)
	case "diff":
		return packDiff(args[1:], out, errs)
	case "schema":
		schema, err := source.Schema()
		if err == nil {
			_, err = fmt.Fprintf(out, "%s\n", schema)
		}
		return err
	case "help", "-h", "--help":
		fmt.Fprint(out, packUsage)
		return nil
	}
	fmt.Fprint(errs, packUsage)
	return fmt.Errorf("there is no command %q", "pack "+args[0])
}

// packFlags parses the flags of a command, and says what they are where they are
// wrong.
func packFlags(flags *flag.FlagSet, args []string, errs io.Writer) error {
	flags.SetOutput(io.Discard) // main tells the error, once
	err := flags.Parse(args)
	if err != nil {
		fmt.Fprint(errs, packUsage)
	}
	return err
}

// oneFolder parses the flags of a command that takes one folder, and gives it.
func oneFolder(flags *flag.FlagSet, args []string, errs io.Writer, otherwise string) (string, error) {
	if err := packFlags(flags, args, errs); err != nil {
		return "", err
	}
	if flags.NArg() != 1 {
		return "", errors.New(otherwise)
	}
	return flags.Arg(0), nil
}

// readSource reads the folder of a pack; what it extends lies beside it, or is
// built in. A name of a built-in pack stands for its own folder.
func readSource(dir string) (*source.Source, error) {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) && !strings.ContainsAny(dir, `./\`) {
		return source.Read(packs.Sources(), dir)
	}
	whole, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	return source.Read(source.Layers(os.DirFS(filepath.Dir(whole)), packs.Sources()), filepath.Base(whole))
}

func packCheck(args []string, out, errs io.Writer) error {
	flags := flag.NewFlagSet("pack check", flag.ContinueOnError)
	locale := flags.String("locale", pack.English, "language of the problems, en or zh-CN")
	coverage := flags.Bool("coverage", false, "count the scripts for every kind of situation, and name those that never win")
	if err := packFlags(flags, args, errs); err != nil {
		return err
	}
	dirs := flags.Args()
	if len(dirs) == 0 {
		dirs = packs.Names()
	}
	failed := false
	for _, dir := range dirs {
		src, err := readSource(dir)
		if err != nil {
			failed = true
			fmt.Fprintln(errs, message.Of(err, *locale))
			continue
		}
		p := src.Pack
		book, err := rulebookOf(src)
		if err != nil {
			return err
		}
		problems, warnings := src.Unlawful(book)
		if len(problems) > 0 {
			failed = true
			fmt.Fprintln(errs, problems.In(*locale))
			continue
		}
		for _, w := range slices.Concat(src.Warnings(), warnings, src.Overdue(time.Now().Format(time.DateOnly))) {
			fmt.Fprintln(errs, message.New("warning", w.In(*locale)).In(*locale))
		}
		fmt.Fprintf(out, "%s: sound. %d scripts, %d techniques, %d closing tactics, %d labelled lines\n", p.ID, len(p.Scripts), len(p.Techniques), len(p.Closings), len(src.Lines))
		if *coverage {
			showCoverage(out, p)
		}
	}
	if failed {
		return errors.New("the problems are listed above: each with its place and its cure")
	}
	return nil
}

// rulebookOf gives the rules of a pack, as its author wrote them, with the model that
// reads replies for all built-in packs.
func rulebookOf(src *source.Source) (*pack.Rulebook, error) {
	bank, err := packs.Open("bank")
	if err != nil {
		return nil, err
	}
	return src.RulebookWith(bank.Rulebook.Model)
}

// showCoverage prints a table of how many scripts there are for each situation, and
// names the holes and the scripts that are never said.
func showCoverage(out io.Writer, p *pack.Pack) {
	channels := []string{"", "branch", "phone", "chat", "visit"}
	cells := p.Coverage(labelled.Topics, labelled.Natures, labelled.Emotions, channels)
	fmt.Fprintf(out, "\nscripts that fit, by channel: any branch phone chat visit\n%-14s%-10s", "", "")
	for _, emotion := range labelled.Emotions {
		fmt.Fprintf(out, "  %-14s", emotion)
	}
	var holes []string
	row := ""
	for _, cell := range cells {
		if now := cell.Topic + cell.Kind + cell.Nature; now != row {
			row = now
			fmt.Fprintf(out, "\n%-14s%-10s", cell.Topic, cmp.Or(cell.Nature, cell.Kind))
		}
		if cell.Channel == "" {
			fmt.Fprint(out, "  ")
		}
		fmt.Fprintf(out, "%2d ", cell.Scripts)
		if cell.Scripts == 0 {
			holes = append(holes, strings.Join([]string{cell.Kind, cell.Topic, cmp.Or(cell.Nature, "-"), cell.Emotion, cmp.Or(cell.Channel, "any channel")}, " "))
		}
	}
	fmt.Fprintf(out, "\n\nholes: %d of %d\n", len(holes), len(cells))
	for _, hole := range holes {
		fmt.Fprintf(out, "  %s\n", hole)
	}
	unheard := coach.Unheard(p)
	fmt.Fprintf(out, "\nscripts that win in no situation: %d of %d\n", len(unheard), len(p.Scripts))
	for _, id := range unheard {
		fmt.Fprintf(out, "  %s\n", id)
	}
}

func packCompile(args []string, out, errs io.Writer) error {
	flags := flag.NewFlagSet("pack compile", flag.ContinueOnError)
	to := flags.String("o", "", "file to write, without its ending; else the pack's name, here")
	dir, err := oneFolder(flags, args, errs, "give the one folder to compile: coach pack compile DIR")
	if err != nil {
		return err
	}
	src, err := readSource(dir)
	if err != nil {
		return err
	}
	if err := trainSource(src, func(doing string) { fmt.Fprintln(errs, doing) }); err != nil {
		return err
	}
	main, err := src.Pack.Compile()
	if err != nil {
		return err
	}
	english, err := src.Pack.CompileLanguage(pack.English)
	if err != nil {
		return err
	}
	rules, err := src.Pack.CompileRules()
	if err != nil {
		return err
	}
	base := cmp.Or(*to, src.Pack.ID)
	for name, content := range map[string][]byte{base + ".pack": main, base + ".en.lang": english, base + ".rules": rules} {
		if err := os.WriteFile(name, content, 0o644); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(out, "%s.pack: %d bytes, %s.en.lang: %d bytes, %s.rules: %d bytes; format %d, for engines from %d on\n", base, len(main), base, len(english), base, len(rules), pack.Format, pack.Engine)
	return err
}

// trainSource gives the pack of src its models: those of the built-in packs where it
// adds nothing to learn from, else new ones.
func trainSource(src *source.Source, progress func(string)) error {
	book, err := rulebookOf(src)
	if err != nil {
		return err
	}
	src.Pack.Rulebook = book
	builtin, err := source.Read(packs.Sources(), "base")
	if err != nil {
		return err
	}
	if learnsFrom(src) == learnsFrom(builtin) {
		bank, err := packs.Open("bank")
		if err != nil {
			return err
		}
		src.Pack.Model, src.Pack.English = bank.Model, bank.English
		return nil
	}
	models := []struct {
		into    **classify.Model
		lines   []labelled.Line
		classes []classify.Class
		options train.Options
	}{
		{&src.Pack.Model, src.LinesIn(""), src.Pack.Lexicon(""), train.Defaults()},
		{&src.Pack.English, src.LinesIn(pack.English), src.Pack.Lexicon(pack.English), train.ForEnglish()},
	}
	for _, m := range models {
		if *m.into, err = train.Model(m.lines, m.classes, m.options, progress); err != nil {
			return err
		}
	}
	return nil
}

// learnsFrom is a digest of what a model is trained from.
func learnsFrom(src *source.Source) [sha256.Size]byte {
	raw, err := json.Marshal([]any{src.Lines, src.Pack.Classes})
	if err != nil {
		panic(err) // plain strings can always be written
	}
	return sha256.Sum256(raw)
}

func packDiff(args []string, out, errs io.Writer) error {
	flags := flag.NewFlagSet("pack diff", flag.ContinueOnError)
	locale := flags.String("locale", pack.DefaultLocale, "language whose texts are compared")
	if err := packFlags(flags, args, errs); err != nil {
		return err
	}
	if flags.NArg() != 2 {
		return errors.New("give the two packs to compare: coach pack diff A B")
	}
	var both [2]*pack.Pack
	for i, name := range flags.Args() {
		p, err := anyPack(name)
		if err != nil {
			return err
		}
		both[i] = p
	}
	changes := pack.Diff(both[0], both[1], *locale)
	for _, change := range changes {
		fmt.Fprintln(out, change)
	}
	noun := "differences"
	if len(changes) == 1 {
		noun = "difference"
	}
	_, err := fmt.Fprintf(out, "%d %s\n", len(changes), noun)
	return err
}

// anyPack reads a pack from its folder, its compiled file, or among the built-in
// ones.
func anyPack(name string) (*pack.Pack, error) {
	if strings.HasSuffix(name, ".pack") || strings.HasSuffix(name, signedEnding) {
		return openPack(name)
	}
	src, err := readSource(name)
	if err != nil {
		return nil, err
	}
	return src.Pack, nil
}
