// Package train makes a recogniser from labelled lines: small nets that read
// labels off traits which features lend to, rounded to small whole numbers, with
// scores calibrated and thresholds chosen by cross-validation. The same lines
// give the same model, to the byte.
package train

import (
	"fmt"
	"slices"
	"sync"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/labelled"
	"objectioncoach/coach/text"
)

// Options are the settings of a training. Defaults gives the ones that did
// best in cross-validation.
type Options struct {
	Nets         int     // nets that learn apart and are averaged
	Traits       int     // of each net
	Features     int     // at most so many are known to the model
	Candidates   int     // so many, by how much they tell, a first net chooses the features from; 0 for no choice
	MinLines     int     // a feature must occur in so many lines
	WordLines    int     // a word of the lexicon must occur in so many lines
	Epochs       int     // passes over the lines
	Rounded      int     // the last of them, in which weights are already rounded
	Rate         float32 // of the first step; it falls to zero
	DropFeatures float32 // part of a line's features that is left out while learning
	DropTraits   float32 // part of the traits that is left out while learning
	Folds        int     // parts of the cross-validation
}

// Defaults gives the settings used for the built-in packs.
func Defaults() Options {
	return Options{Nets: 2, Traits: 48, Features: 9700, Candidates: 60000, MinLines: 4, WordLines: 2, Epochs: 7, Rounded: 3, Rate: 0.01,
		DropFeatures: 0.2, DropTraits: 0.2, Folds: 5}
}

// ForEnglish gives the settings for the small model of English, whose features are
// runs of words.
func ForEnglish() Options {
	o := Defaults()
	o.Features, o.Candidates, o.Traits, o.MinLines, o.WordLines, o.Epochs, o.Rounded = 3000, 0, 32, 2, 1, 40, 10
	return o
}

// Model trains on all lines and a lexicon, with calibration and thresholds from
// cross-validation. progress, if not nil, is told what is being done.
func Model(lines []labelled.Line, classes []classify.Class, o Options, progress func(string)) (*classify.Model, error) {
	if len(lines) < o.Folds || o.Folds < 2 {
		return nil, fmt.Errorf("training needs at least 2 folds and a line for each: there are %d lines and %d folds", len(lines), o.Folds)
	}
	if progress == nil {
		progress = func(string) {}
	}
	lexicon, err := classify.NewLexicon(occurring(classes, lines, o.WordLines))
	if err != nil {
		return nil, err
	}
	docs := prepare(lines, lexicon)
	progress(fmt.Sprintf("cross-validating on %d lines in %d parts", len(lines), o.Folds))
	held, err := crossValidate(docs, utteranceHeads, lexicon, o)
	if err != nil {
		return nil, err
	}
	progress("training on all lines")
	m, err := fit(docs, utteranceHeads(), lexicon, o)
	if err != nil {
		return nil, err
	}
	calibrate(m.Heads, docs, held)
	found := fmt.Sprintf("held-out lines: topics micro-F1 %.3f where there are topics; accuracy of", heldOutF1(m.Heads, docs, held))
	for _, axis := range classify.Axes {
		if axis.Exclusive() {
			found += fmt.Sprintf(" %s %.3f", axis, accuracy(axis, m.Heads, docs, held))
		}
	}
	progress(found)
	return m, nil
}

// occurring leaves out of the classes the words that fewer than least lines contain: a
// model carries two and a half bytes for each word, and few of those will ever be
// said.
func occurring(classes []classify.Class, lines []labelled.Line, least int) []classify.Class {
	longest := 0
	found := map[string]int{} // lines that contain a listed word
	for _, class := range classes {
		for _, word := range class.Words {
			found[word] = 0
			longest = max(longest, len(word))
		}
	}
	for _, line := range lines {
		for word := range wordsIn(string(text.Prepare(line.Text).Runes), found, longest) {
			found[word]++
		}
	}
	kept := make([]classify.Class, len(classes))
	for i, class := range classes {
		kept[i] = classify.Class{ID: class.ID}
		for _, word := range class.Words {
			if found[word] >= least {
				kept[i].Words = append(kept[i].Words, word)
			}
		}
	}
	return kept
}

// wordsIn gives the listed words, of at most longest bytes, that occur in s.
func wordsIn(s string, listed map[string]int, longest int) map[string]bool {
	words := map[string]bool{}
	for start := range s {
		for end := range s[start:] {
			if end > longest {
				break
			}
			if _, ok := listed[s[start:start+end]]; ok && end > 0 {
				words[s[start:start+end]] = true
			}
		}
		if _, ok := listed[s[start:]]; ok {
			words[s[start:]] = true
		}
	}
	return words
}

// doc is a text to learn from, read once.
type doc struct {
	lesson
	text     text.Text
	setting  classify.Setting
	features []classify.Feature
}

func prepare(lines []labelled.Line, lexicon *classify.Lexicon) []doc {
	docs := make([]doc, len(lines))
	for i, line := range lines {
		docs[i] = newDoc(utterance(line), text.Prepare(line.Text), classify.Setting{}, lexicon)
	}
	return docs
}

func newDoc(l lesson, t text.Text, s classify.Setting, lexicon *classify.Lexicon) doc {
	return doc{l, t, s, lexicon.Features(t, s)}
}

// crossValidate gives every line the raw scores of a model that has not seen it.
func crossValidate(docs []doc, heads func() []classify.Head, lexicon *classify.Lexicon, o Options) ([][]float64, error) {
	held := make([][]float64, len(docs))
	for fold := range o.Folds {
		var seen []doc
		for i, d := range docs {
			if foldOf(i, o.Folds) != fold {
				seen = append(seen, d)
			}
		}
		m, err := fit(seen, heads(), lexicon, o)
		if err != nil {
			return nil, err
		}
		for i, d := range docs {
			if foldOf(i, o.Folds) == fold {
				held[i] = m.RecogniseIn(d.text, d.setting).RawScores()
			}
		}
	}
	return held, nil
}

// foldOf deals lines out in runs of eight: neighbours come from one scene and
// must not be split between training and test.
func foldOf(i, folds int) int { return i / 8 % folds }

// utteranceHeads lists every label to learn of what customers say.
func utteranceHeads() []classify.Head {
	return slices.Concat(
		headsOf(classify.Kind, labelled.Kinds),
		headsOf(classify.Topic, labelled.Topics),
		headsOf(classify.Nature, labelled.Natures),
		headsOf(classify.Emotion, labelled.Emotions),
		headsOf(classify.Escalate, []string{"escalate"}),
		headsOf(classify.Manner, labelled.Manners),
		headsOf(classify.Merit, labelled.Merits),
		headsOf(classify.Severity, labelled.Severities[:3]), // the fourth is escalation
	)
}

func headsOf(axis classify.Axis, labels []string) []classify.Head {
	heads := make([]classify.Head, len(labels))
	for i, label := range labels {
		heads[i] = classify.Head{Axis: axis, Label: label, Scale: 1, Slope: 1}
	}
	return heads
}

// fit trains the nets, each with a beginning of its own, and joins them.
func fit(docs []doc, list []classify.Head, lexicon *classify.Lexicon, o Options) (*classify.Model, error) {
	known := telling(docs, list, o.MinLines, max(o.Features, o.Candidates))
	all := groups(list)
	so := truths(docs, all)
	rows, both := joined(rowsOf(docs, known), so, all)
	if len(known) > o.Features {
		known = weightiest(rows, both, all, known, o)
		rows, both = joined(rowsOf(docs, known), so, all)
	}
	nets := make([]*net, o.Nets)
	var wait sync.WaitGroup
	for i := range nets {
		nets[i] = newNet(len(known), len(list), o.Traits, uint64(i+1))
		wait.Go(func() { learn(nets[i], rows, both, all, o) })
	}
	wait.Wait()
	return finished(list, lexicon, known, nets)
}

// rowsOf gives the features of each line that the model knows, by their number
// among the known and each as often as it occurs.
func rowsOf(docs []doc, known []classify.Feature) [][]int32 {
	at := make(map[classify.Feature]int32, len(known))
	for i, feature := range known {
		at[feature] = int32(i)
	}
	rows := make([][]int32, len(docs))
	for i, d := range docs {
		for _, feature := range d.features {
			if n, ok := at[feature]; ok {
				rows[i] = append(rows[i], n)
			}
		}
	}
	return rows
}
