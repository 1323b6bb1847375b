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
	// Derived rules settle what words or other axes make certain of manner, merit
	// and severity; else the model's guess holds.
	Derived []Derived `json:"derived"`
	Timing  []Timing  `json:"timing"`
	// Choices say which techniques suit a situation, best first.
	Choices    []Choice    `json:"choices"`
	Techniques []Technique `json:"techniques"`
	Asks       []Ask       `json:"asks"`
	Scripts    []Script    `json:"scripts"`
	// Classes are the lexicon that the model is trained with; the model carries
	// what it needs of them.
	Classes []Class `json:"-" yaml:"classes"`

	// Model recognises utterances.
	Model *classify.Model `json:"-"`
	// Hash is the SHA-256 of the compiled content in hexadecimal, "" for a pack
	// that was not read from a compiled file.
	Hash string `json:"-"`
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
	ID    string   `json:"id"`
	Gloss string   `json:"gloss"` // what the words have in common
	Words []string `json:"words"`
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
}

// ChosenTechnique is one technique of a choice and why it fits there.
type ChosenTechnique struct {
	ID     string `json:"id"`
	Reason Text   `json:"reason"`
}

// Technique is a way to handle an objection.
type Technique struct {
	ID    string   `json:"id"`
	Title Text     `json:"title"` // plain words
	Name  Text     `json:"name"`  // what the textbooks call it
	Use   Text     `json:"use"`   // when it fits
	Not   Text     `json:"not"`   // when it does harm
	Shape []string `json:"shape"` // its steps
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
	Steps     []Step `json:"steps"`
	Open      Text   `json:"open,omitempty"`   // an open question
	Closed    Text   `json:"closed,omitempty"` // a closed question
	Show      Text   `json:"show,omitempty"`   // what to put in front of the customer
	Avoid     Text   `json:"avoid,omitempty"`  // what not to say
	After     Text   `json:"after,omitempty"`  // what to do next
}

// Step is one step of the handling loop and the sentence for it.
type Step struct {
	ID  string `json:"step"`
	Say Text   `json:"say"`
}

// The steps of the handling loop in their order.
var Loop = []string{"listen", "accept", "concrete", "confirm", "answer", "check", "next", "follow-up", "review"}
