// Package pack holds the knowledge of a trade as data: what the labels are
// called, when to answer, which technique fits, what to say. A pack is written
// as YAML (package source), trained into a model (package train), and shipped
// as one compact file.
package pack

import (
	"objectioncoach/coach/classify"
)

// Pack is everything the coach knows. It is immutable once made.
type Pack struct {
	ID     string  `json:"pack"`
	Title  Text    `json:"title"`
	Labels []Label `json:"labels"`
	// Cues are lists of phrases that rules refer to by name.
	Cues []Cue `json:"cues"`
	// Derived rules settle what words or other axes make certain of nature, manner,
	// merit and severity; and of kind, where the model cannot tell it. Those on kind and
	// nature are for one turn, and look at no more than its cues, kind and topics.
	Derived []Derived `json:"derived"`
	Timing  []Timing  `json:"timing"`
	// Choices say which techniques suit a situation, best first.
	Choices    []Choice    `json:"choices"`
	Techniques []Technique `json:"techniques"`
	Asks       []Ask       `json:"asks"`
	// Moves tell which steps of the handling loop an employee's words were.
	Moves []Move `json:"moves"`
	// Loops say which steps a situation goes through.
	Loops []Loop `json:"loops"`
	Views []View `json:"views"`
	// Patterns comment on how a talk moves.
	Patterns []Pattern `json:"patterns"`
	// Bearing says how to bear oneself before a mood or a manner.
	Bearing  []Bearing `json:"bearing"`
	Closings []Closing `json:"closings"`
	Causes   []Cause   `json:"causes"`
	// Slots are the blanks that scripts may have, and a host may fill.
	Slots   []Slot   `json:"slots"`
	Scripts []Script `json:"scripts"`
	// Translations give scripts in further languages; they are read into the
	// scripts' own texts.
	Translations []Translation `json:"-" yaml:"translations"`
	// Classes are the lexicon that the model is trained with; the model carries
	// what it needs of them.
	Classes []Class `json:"-" yaml:"classes"`

	// Rulebook is what the review of replies knows; nil where it was not added.
	Rulebook *Rulebook `json:"-"`

	// Model recognises utterances in Chinese.
	Model *classify.Model `json:"-"`
	// English recognises utterances in English; nil where that language was not
	// added.
	English *classify.Model `json:"-"`
	// Hash is the BLAKE2s-256 of the compiled content in hexadecimal, "" for a pack
	// that was not read from a compiled file.
	Hash string `json:"-"`
}

// With gives the pack with a rulebook added.
func (p *Pack) With(book *Rulebook) *Pack {
	more := *p
	more.Rulebook = book
	return &more
}

// Label names one value of an axis.
type Label struct {
	Axis  string `json:"axis"`
	ID    string `json:"id"`
	Title Text   `json:"title"`           // what staff read, at most a few characters
	Plain Text   `json:"plain,omitempty"` // what a customer can be asked about, for topics
	// Words occur in the names of what belongs to the label, for products:
	// "稳健理财A款" is a wealth product.
	Words []string `json:"words,omitempty"`
}

// Cue is a named list of phrases, in normalised form.
type Cue struct {
	ID      string   `json:"id"`
	Phrases []string `json:"phrases"`
	// Staff marks phrases of the employee: what they said just before the customer's
	// turn. Other cues are the customer's.
	Staff bool `json:"staff,omitempty"`
}

// Derived gives an axis a label in the situations it matches; the first rule of
// an axis that matches wins.
type Derived struct {
	Axis  string `json:"axis"`
	Label string `json:"label"`
	When  When   `json:"when,omitzero"`
}

// Class is a set of words that mean much the same to a listener.
type Class struct {
	ID    string `json:"id"`
	Gloss string `json:"gloss"` // what the words have in common
	// Locale is the language of the words, "" for Chinese.
	Locale string   `json:"locale,omitempty"`
	Words  []string `json:"words"`
}

// Decisions on when to answer (docs: the timing of an answer).
const (
	Now    = "now"    // settle it before anything else
	Later  = "later"  // say when it will be answered, and keep to it
	Before = "before" // raise it before the customer does
	Skip   = "skip"   // acknowledge and carry on
)

// Timing decides when to answer; the first rule that matches wins.
type Timing struct {
	ID       string `json:"id"`
	When     When   `json:"when,omitzero"`
	Decision string `json:"decision"`
	Reason   Text   `json:"reason"` // at most 15 Chinese characters
}

// Choice lists techniques for a situation, best first; the first rule that
// matches wins.
type Choice struct {
	When       When              `json:"when,omitzero"`
	Techniques []ChosenTechnique `json:"techniques"`
	// Tempting is the technique that comes to mind here and does harm, with the
	// reason why not.
	Tempting *ChosenTechnique `json:"tempting,omitempty"`
}

// ChosenTechnique is one technique of a choice and why it fits there.
type ChosenTechnique struct {
	ID     string `json:"id"`
	Reason Text   `json:"reason"`
}

// Technique is a way to handle an objection.
type Technique struct {
	ID    string `json:"id"`
	Title Text   `json:"title"` // plain words
	Name  Text   `json:"name"`  // what the textbooks call it
	Use   Text   `json:"use"`   // when it fits
	Not   Text   `json:"not"`   // when it does harm
	Shape []Text `json:"shape"` // its steps
}

// Ask is the question that settles what is unclear; the first whose kind is the
// most probable one is asked. {a} and {b} stand for the two likeliest topics.
type Ask struct {
	Kind []string `json:"kind,omitempty"`
	Say  Text     `json:"say"`
}

// Script is something to say in the situations it is for.
type Script struct {
	ID        string `json:"id"`
	For       When   `json:"for,omitzero"`
	Technique string `json:"technique"`
	// Variant marks a script that says in other words what another script for the
	// same situations says.
	Variant bool   `json:"variant,omitempty"`
	Steps   []Step `json:"steps"`
	Open    Text   `json:"open,omitempty"`   // an open question
	Closed  Text   `json:"closed,omitempty"` // a closed question
	Show    Text   `json:"show,omitempty"`   // what to put in front of the customer
	Avoid   Text   `json:"avoid,omitempty"`  // what not to say
	After   Text   `json:"after,omitempty"`  // what to do next
}

// Step is one step of the handling loop and the sentence for it.
type Step struct {
	ID  string `json:"step"`
	Say Text   `json:"say"`
}

// Translation gives the texts of a script in another language.
type Translation struct {
	ID     string           `json:"id"`
	Locale string           `json:"locale"`
	Steps  []TranslatedStep `json:"steps"`
	Open   string           `json:"open,omitempty"`
	Closed string           `json:"closed,omitempty"`
	Show   string           `json:"show,omitempty"`
	Avoid  string           `json:"avoid,omitempty"`
	After  string           `json:"after,omitempty"`
}

// TranslatedStep is one step of a script in another language.
type TranslatedStep struct {
	ID  string `json:"step"`
	Say string `json:"say"`
}

// Slot is a blank in scripts that a host may fill, written {id}.
type Slot struct {
	ID    string `json:"id"`
	Title Text   `json:"title"`
}
