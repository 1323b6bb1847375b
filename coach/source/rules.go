package source

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"

	"objectioncoach/coach/calendar"
	"objectioncoach/coach/labelled"
	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
)

// maxWhy bounds the reason of a rule, in Chinese characters: it is read beside the draft.
const maxWhy = 45

// The closed lists of values that only a rulebook has.
var (
	gravities   = []string{pack.MustNot, pack.Revise, pack.Advise}
	confidences = []string{pack.Confirmed, pack.ToVerify}
	outlets     = append(slices.Clone(channels), "broadcast")
)

// rule checks a rule of the rulebook. What it leaves out, a rule below may say.
func (r *reader) rule(p place, rule *pack.Rule) {
	what := message.New("thing-named", message.New("word-rule"), rule.ID)
	whole := *rule
	if below, again := r.beneath[rule]; again {
		r.overlaid(p, rule, below)
		whole = over(below.rule, *rule)
	} else {
		r.ruleID(p, rule)
	}
	r.needs(p, what, "title", whole.Title)
	r.needs(p, what, "why", whole.Why)
	if n := utf8.RuneCountInString(whole.Why[pack.DefaultLocale]); n > maxWhy {
		r.at(p.file, tokenOf(p.node, "why"), "why-long", n, maxWhy)
	}
	r.oneOf(p, "severity", whole.Severity, gravities)
	r.finds(p, rule.Find)
	r.rewrites(p, what, rule.Rewrites)
	if len(whole.Rewrites) == 0 || !whole.Rewrites[len(whole.Rewrites)-1].When.Empty() {
		r.at(p.file, tokenOf(p.node, "rewrite"), "no-last-rewrite", what)
	}
	if len(whole.Sources) == 0 {
		r.at(p.file, tokenOf(p.node, "id"), "no-origin", what)
	}
	r.origins(p, what, rule.Sources)
	r.within(p, "products", rule.Products, r.products())
	r.within(p, "except", rule.Except, r.products())
	r.within(p, "channels", rule.Channels, outlets)
	r.day(p, "review", whole.Review)
}

// habit checks a habit of the rulebook.
func (r *reader) habit(p place, habit *pack.Habit) {
	what := message.New("thing-named", message.New("word-habit"), habit.ID)
	r.knownTo(p, habit.ID, labelled.Habits)
	r.needs(p, what, "title", habit.Title)
	r.needs(p, what, "why", habit.Why)
	r.needs(p, what, "better", habit.Better)
	r.breaths(p, "better", what, habit.Better)
	r.finds(p, habit.Find)
}

// practice checks a practice of the rulebook.
func (r *reader) practice(p place, practice *pack.Practice) {
	r.needs(p, message.New("thing-named", message.New("word-practice"), practice.ID), "title", practice.Title)
	if practice.Step != "" {
		r.oneOf(p, "step", practice.Step, pack.Steps)
	}
	r.finds(p, practice.Find)
}

// verdict checks what a review may come to.
func (r *reader) verdict(p place, verdict *pack.Verdict) {
	r.oneOf(p, "id", verdict.ID, pack.VerdictIDs)
	r.needs(p, message.New("thing-named", message.New("word-verdict"), verdict.ID), "say", verdict.Say)
}

// guard checks a list of words that turn others into their opposite.
func (r *reader) guard(p place, guard *pack.Guard) {
	r.oneOf(p, "kind", guard.Kind, pack.GuardKinds)
	r.normalised(p, "words", guard.Words)
}

// knownTo notes an id that no model is taught to tell: it would never be found.
func (r *reader) knownTo(p place, id string, taught []string) {
	if id != "" { // which is told already
		r.oneOf(p, "id", id, taught)
	}
}

// rulesOf gives the rules that were seen of the pack that a place is in: another pack may
// have the same again.
func (r *reader) rulesOf(p place) map[string]string {
	folder := topOf(p.file)
	if r.rules == nil {
		r.rules = map[string]map[string]string{}
	}
	if r.rules[folder] == nil {
		r.rules[folder] = map[string]string{}
	}
	return r.rules[folder]
}

// needs notes a text that is not there.
func (r *reader) needs(p place, what message.Message, key string, t pack.Text) {
	if t[pack.DefaultLocale] == "" {
		r.at(p.file, tokenOf(p.node, key), "needs", what, key, pack.DefaultLocale)
	}
}

// finds checks the ways to tell something by its words.
func (r *reader) finds(p place, finds []pack.Find) {
	for i, find := range finds {
		at := place{file: p.file, node: nodeIn(p.node, "find", i)}
		r.oneOf(at, "kind", find.Kind, pack.FindKinds)
		r.normalised(at, "words", find.Words)
		r.normalised(at, "with", find.With)
		r.normalised(at, "unless", find.Unless)
		if len(find.Words) == 0 && find.Kind != "question" {
			r.at(at.file, tokenOf(at.node, "kind"), "no-words", find.Kind)
		}
		if len(find.With) == 0 && (find.Kind == "near" || find.Kind == "echo") {
			r.at(at.file, tokenOf(at.node, "kind"), "no-with", find.Kind)
		}
		if find.Within < 0 {
			r.at(at.file, tokenOf(at.node, "within"), "negative-within", find.Within)
		}
	}
}

// rewrites checks the sentences to say instead.
func (r *reader) rewrites(p place, what message.Message, list []pack.Rewrite) {
	for i, rewrite := range list {
		at := place{file: p.file, node: nodeIn(p.node, "rewrite", i)}
		r.needs(at, what, "say", rewrite.Say)
		r.breaths(at, "say", what, rewrite.Say)
		when := place{file: at.file, node: conditionNode(at.node)}
		r.within(when, "product", rewrite.When.Product, r.products())
		r.within(when, "channel", rewrite.When.Channel, outlets)
		rest := rewrite.When
		rest.Product, rest.Channel = nil, nil
		r.when(at, rest)
	}
}

// breaths notes sentences that nobody says in one breath.
func (r *reader) breaths(p place, key string, what message.Message, t pack.Text) {
	for _, locale := range slices.Sorted(maps.Keys(t)) {
		limit := longestSentence(locale)
		for _, sentence := range sentenceEnd.Split(t[locale], -1) {
			if n := utf8.RuneCountInString(strings.TrimSpace(sentence)); n > limit {
				r.at(p.file, tokenOf(p.node, key), "long-sentence", what, n, locale, limit)
			}
		}
	}
}

// origins checks where a rule is said to stand in law.
func (r *reader) origins(p place, what message.Message, list []pack.Origin) {
	for i, origin := range list {
		at := place{file: p.file, node: nodeIn(p.node, "sources", i)}
		r.needs(at, message.New("source-of", what), "document", origin.Document)
		r.oneOf(at, "confidence", origin.Confidence, confidences)
		r.within(at, "products", origin.Products, r.products())
		r.within(at, "channels", origin.Channels, outlets)
		if origin.Since != "" {
			r.day(at, "since", origin.Since)
		}
	}
}

// within checks each of several values.
func (r *reader) within(p place, key string, values, list []string) {
	for _, value := range values {
		r.oneOf(p, key, value, list)
	}
}

// day checks a day such as 2027-06-30.
func (r *reader) day(p place, key, day string) {
	if _, err := calendar.ParseDay(day); err != nil {
		r.at(p.file, tokenOf(p.node, key), "no-day", key, day)
	}
}

// products lists what rules may speak of: the pack's products, and securities, which the
// law has rules for and no pack sells.
func (r *reader) products() []string { return append(r.labels("product"), "securities") }

// verdicts notes what a review may come to and the rulebook has no words for.
func (r *reader) verdicts() {
	book := r.source.Pack.Rulebook
	if len(book.Rules) == 0 {
		return // no rulebook, or one to build on
	}
	for _, id := range pack.VerdictIDs {
		if !slices.ContainsFunc(book.Verdicts, func(v pack.Verdict) bool { return v.ID == id }) {
			r.at(r.source.Pack.ID+"/pack.yaml", nil, "no-verdict", id)
		}
	}
}

// nodeIn gives the node of the n-th item of a list that stands under a key of an item,
// for its position.
func nodeIn(item ast.Node, key string, n int) ast.Node {
	if mapping, ok := item.(*ast.MappingNode); ok {
		for _, value := range mapping.Values {
			if list, ok := value.Value.(*ast.SequenceNode); ok && value.Key.String() == key && n < len(list.Values) {
				return list.Values[n]
			}
		}
	}
	return item
}
