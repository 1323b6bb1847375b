package pack

import (
	"bytes"
	"encoding/json"
	"fmt"

	"objectioncoach/coach/classify"
)

// Rulebook is what the review of an employee's reply knows. It is compiled into a
// file of its own, because it is needed only once somebody begins a reply. Its texts
// are in every language.
type Rulebook struct {
	Rules     []Rule     `json:"rules"`
	Habits    []Habit    `json:"habits"`
	Practices []Practice `json:"practices"`
	Verdicts  []Verdict  `json:"verdicts"`
	// Guards are words that turn what stands near them into its lawful opposite.
	Guards []Guard `json:"guards"`
	// Model recognises what phrases alone do not tell.
	Model *classify.Model `json:"-"`
	// Hash is the BLAKE2s-256 of the compiled content in hexadecimal, "" for a rulebook
	// that was not read from a compiled file.
	Hash string `json:"-"`
}

// Severities of a rule, the gravest first.
const (
	MustNot = "must-not" // the sentence may not leave the house
	Revise  = "revise"   // it may, rewritten
	Advise  = "advise"   // better left
)

// Rule is something that must not be said to a customer.
type Rule struct {
	ID       string `json:"id"` // P01 to P20
	Title    Text   `json:"title"`
	Severity string `json:"severity"`
	Why      Text   `json:"why"` // at most 45 Chinese characters
	// Find tells it from words; what has no words of its own the model recognises.
	Find []Find `json:"find,omitempty"`
	// Rewrites are lawful sentences for the same purpose; the first that fits is
	// offered, and the last fits any product.
	Rewrites []Rewrite `json:"rewrite" yaml:"rewrite"`
	Sources  []Origin  `json:"sources"`
	// Products and Channels to which the rule applies; none means all. For the
	// products in Except the sentence may be lawful.
	Products []string `json:"products,omitempty"`
	Except   []string `json:"except,omitempty"`
	Channels []string `json:"channels,omitempty"`
	// Review is the day from which the rule must be looked at again, as 2027-06-30.
	Review string `json:"review"`
}

// Rewrite is a sentence to say instead.
type Rewrite struct {
	When When `json:"when,omitzero"`
	Say  Text `json:"say"`
}

// Origin is where a rule or a deadline stands in law.
type Origin struct {
	Document Text   `json:"document"`
	Number   string `json:"number,omitempty"`
	Year     int    `json:"year,omitempty"`
	Article  string `json:"article,omitempty"` // "" where the matter is settled and its number is not
	Since    string `json:"since,omitempty"`   // the day from which the version cited is in force
	// Products it speaks of, and Channels it binds; none means all.
	Products []string `json:"products,omitempty"`
	Channels []string `json:"channels,omitempty"`
	// Confidence is Confirmed or ToVerify.
	Confidence string `json:"confidence"`
}

// How sure a fact about the law is.
const (
	Confirmed = "confirmed" // the wording was read in a stored text
	ToVerify  = "to-verify" // from memory, or perhaps revised: look it up before relying on it
)

// Find is one way to tell a rule's sentences by their words. Words are in normalised
// form; those of a list stand for each other.
type Find struct {
	Kind  string   `json:"kind"` // one of FindKinds
	Words []string `json:"words,omitempty"`
	// With must stand near Words, at most Within characters apart (default 12), for
	// the kind "near"; or in what the customer said, for the kind "echo".
	With   []string `json:"with,omitempty"`
	Within int      `json:"within,omitempty"`
	// Unless lists words in the same sentence that make it lawful.
	Unless []string `json:"unless,omitempty"`
	// Sure words need no second opinion of the model.
	Sure bool `json:"sure,omitempty"`
	// Bare words count also where a guard stands before them.
	Bare bool `json:"bare,omitempty"`
}

// FindKinds lists the ways to tell a sentence by its words: a phrase; two phrases near
// each other; a phrase disguised by other characters between or in place of its own;
// a short answer to what the customer said; and a question.
var FindKinds = []string{"phrase", "near", "disguised", "echo", "question"}

// Guard is a list of words that make the opposite of what they stand by: a negation
// or refusal before it or after it, or a hint that somebody else's words are told.
type Guard struct {
	Kind  string   `json:"kind"` // one of GuardKinds
	Words []string `json:"words"`
}

// GuardKinds lists where a guard stands.
var GuardKinds = []string{"before", "after", "quoted"}

// Habit is a lawful way to answer that costs the customer.
type Habit struct {
	ID     string `json:"id"`
	Title  Text   `json:"title"`
	Why    Text   `json:"why"`
	Better Text   `json:"better"` // a sentence that does it well
	Find   []Find `json:"find,omitempty"`
}

// Practice is something a good reply does.
type Practice struct {
	ID    string `json:"id"`
	Title Text   `json:"title"`
	// Missing says what to add where it is not done; "" where nothing is missing
	// without it.
	Missing Text `json:"missing,omitempty"`
	// Step is the step of a script that does it.
	Step string `json:"step,omitempty"`
	// Moves asks for the phrases by which the pack tells that step, beside Find.
	Moves bool   `json:"-" yaml:"moves"`
	Find  []Find `json:"find,omitempty"`
}

// Verdict is what the review comes to, in the words of the interface.
type Verdict struct {
	ID  string `json:"id"` // one of VerdictIDs
	Say Text   `json:"say"`
}

// VerdictIDs lists what a review can come to: nothing was written; something must not
// be said; something must be said otherwise; a habit does harm; a step is missing; no
// known problem was found.
var VerdictIDs = []string{"empty", "must-not", "revise", "habit", "missing", "clear"}

const rulesMagic = "OCRULE"

// CompileRules gives the pack's rulebook as one compact file. Packs with the same
// rules give the same bytes.
func (p *Pack) CompileRules() ([]byte, error) {
	if p.Rulebook == nil {
		return nil, fmt.Errorf("the pack %q has no rulebook to compile", p.ID)
	}
	if p.Rulebook.Model == nil {
		return nil, fmt.Errorf("the rulebook of %q has no model yet: train it first", p.ID)
	}
	return seal(rulesMagic, p.Rulebook, p.Rulebook.Model)
}

// isRules reports whether a file begins as a rulebook does.
func isRules(file []byte) bool { return bytes.HasPrefix(file, []byte(rulesMagic)) }

// OpenRules reads what CompileRules wrote.
func OpenRules(file []byte) (*Rulebook, error) {
	knowledge, model, err := unseal(rulesMagic, "rulebook", file)
	if err != nil {
		return nil, err
	}
	book := &Rulebook{Hash: hashText(file)}
	if err := json.Unmarshal(knowledge, book); err != nil {
		return nil, fmt.Errorf("the rulebook cannot be read: %w", err)
	}
	if book.Model, err = classify.Decode(model); err != nil {
		return nil, fmt.Errorf("the rulebook's model cannot be read: %w", err)
	}
	if !book.Model.ForReplies() {
		return nil, fmt.Errorf("the rulebook's model reads customers and not replies: compile it again")
	}
	return book, nil
}

// Says lists what a script says to a customer, in DefaultLocale: its steps one after the
// other, and its questions.
func (s Script) Says() []string {
	whole := ""
	for _, step := range s.Steps {
		whole += step.Say.In(DefaultLocale)
	}
	var texts []string
	for _, text := range []string{whole, s.Open.In(DefaultLocale), s.Closed.In(DefaultLocale)} {
		if text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}
