// Command coach is the engine on the command line.
//
//	coach analyze "我再考虑考虑"          a readable answer
//	coach analyze --jsonl < in > out      one JSON object a line, in and out
//	coach review "这款保本"               what must not be said, and what is missing
//	coach review --jsonl < in > out       the same, one JSON object a line
//	coach eval FILE                       metrics for a file of labelled lines
//	coach evidence FILE                   metrics for a file of lines with underlined words
//	coach pack check|compile|test|sign …  packs, as their authors need it
//	coach agreement FIRST SECOND          how far two passes of labelling agree
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"objectioncoach/coach"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/packs"
)

const usage = `usage:
  coach analyze [--pack NAME|FILE] [--channel C] [--product P] [--segment S] [--locale L] [--key K] [--trace] TEXT
  coach analyze --jsonl [--pack NAME|FILE] < requests > answers
  coach review [--customer TEXT] [--pack NAME|FILE] [--channel C] [--product P] [--locale L] DRAFT
  coach review --jsonl [--pack NAME|FILE] < replies > reviews
  coach eval [--pack NAME|FILE] FILE
  coach eval --replies [--pack NAME|FILE] FILE
  coach evidence [--pack NAME|FILE] FILE
  coach agreement FIRST SECOND
  coach pack check|compile|new|test|diff|key|sign|verify|schema …

A request is {"id":…,"text":…} or {"id":…,"turns":[{"who":"customer","text":…}],"context":{…}},
and a reply {"id":…,"customer":…,"reply":…,"product":…,"channel":…}.
Offsets in answers count UTF-16 code units of the original text.
`

// errReported ends the program with status 1 after everything was said.
var errReported = errors.New("some lines could not be answered")

func main() {
	err := run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	switch {
	case err == nil:
	case errors.Is(err, flag.ErrHelp):
		os.Exit(2)
	default:
		if !errors.Is(err, errReported) {
			fmt.Fprintln(os.Stderr, "coach:", err)
		}
		os.Exit(1)
	}
}

// run is the program without the process around it.
func run(args []string, in io.Reader, out, errs io.Writer) error {
	if len(args) == 0 {
		fmt.Fprint(errs, usage)
		return flag.ErrHelp
	}
	switch args[0] {
	case "analyze":
		return analyze(args[1:], in, out, errs)
	case "review":
		return reviewCommand(args[1:], in, out, errs)
	case "eval":
		return evaluate(args[1:], out, errs)
	case "evidence":
		return evidence(args[1:], out, errs)
	case "agreement":
		return agreement(args[1:], out, errs)
	case "pack":
		return packCommand(args[1:], out, errs)
	case "help", "-h", "--help":
		fmt.Fprint(out, usage)
		return nil
	}
	fmt.Fprint(errs, usage)
	return fmt.Errorf("there is no command %q", args[0])
}

// options are the flags that commands share.
type options struct {
	pack     string
	jsonl    bool
	replies  bool   // of eval
	customer string // of review
	coach.Context
}

func (o *options) parse(name string, args []string, errs io.Writer) (rest []string, err error) {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(io.Discard) // main tells the error, once
	flags.StringVar(&o.pack, "pack", "bank", "a built-in pack's name, or a compiled pack's file")
	flags.BoolVar(&o.jsonl, "jsonl", false, "read and write one JSON object a line")
	switch name {
	case "review":
		flags.StringVar(&o.customer, "customer", "", "what the customer said before")
	case "eval":
		flags.BoolVar(&o.replies, "replies", false, "the file holds labelled replies of employees")
	}
	flags.StringVar(&o.Channel, "channel", "", "branch, phone, chat, visit or broadcast")
	flags.StringVar(&o.Product, "product", "", "wealth, deposit, fund, insurance, card, loan, ebank, or a product's name")
	flags.StringVar(&o.Segment, "segment", "", "senior, payroll, business, young-family or private")
	flags.StringVar(&o.Key, "key", "", "whose turn it is among equally good scripts: any text, such as an employee's number")
	flags.BoolVar(&o.Trace, "trace", false, "tell which scripts fit, which won and why")
	flags.StringVar(&o.Locale, "locale", pack.DefaultLocale, "zh-CN or en")
	if err = flags.Parse(args); err != nil {
		fmt.Fprintf(errs, "flags of coach %s:\n", name)
		flags.SetOutput(errs)
		flags.PrintDefaults()
		return nil, err
	}
	return flags.Args(), o.check(name, flags.Args())
}

// check reports what would otherwise be passed over in silence.
func (o *options) check(name string, rest []string) error {
	for _, word := range rest {
		if strings.HasPrefix(word, "--") {
			return fmt.Errorf("%s comes too late: flags stand before the text or file", word)
		}
	}
	if o.jsonl && len(rest) > 0 {
		return fmt.Errorf("--jsonl reads standard input and not %q: write coach %s --jsonl < FILE", rest[0], name)
	}
	if !slices.Contains([]string{"", "branch", "phone", "chat", "visit", "broadcast"}, o.Channel) {
		return fmt.Errorf("there is no channel %q: the channels are branch, phone, chat, visit and broadcast", o.Channel)
	}
	if !slices.Contains([]string{pack.DefaultLocale, "en"}, o.Locale) {
		return fmt.Errorf("there is no locale %q: the locales are zh-CN and en", o.Locale)
	}
	return nil
}

func (o *options) coach() (*coach.Coach, error) {
	p, err := openPack(o.pack)
	if err != nil {
		return nil, err
	}
	return coach.New(p)
}

// openPack opens a built-in pack, or the file of a compiled one with the rulebook that
// lies beside it under the same name, if there is one.
func openPack(name string) (*pack.Pack, error) {
	if !strings.ContainsAny(name, "./\\") {
		return packs.Open(name)
	}
	file, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var more [][]byte
	rules := strings.TrimSuffix(name, ".pack") + ".rules"
	switch book, err := os.ReadFile(rules); {
	case err == nil:
		more = append(more, book)
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	p, err := pack.Open(file, more...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return p, nil
}

func analyze(args []string, in io.Reader, out, errs io.Writer) error {
	var o options
	rest, err := o.parse("analyze", args, errs)
	if err != nil {
		return err
	}
	c, err := o.coach()
	if err != nil {
		return err
	}
	if o.jsonl {
		return analyzeLines(c, o.Context, in, out, errs)
	}
	if len(rest) == 0 {
		return errors.New(`nothing to analyse: give what the customer said, as in coach analyze "太贵了"`)
	}
	conversation := coach.Say(strings.Join(rest, " "))
	conversation.Context = o.Context
	analysis, err := c.Analyze(conversation)
	if err != nil {
		return err
	}
	return show(out, c.Pack(), conversation, analysis)
}
