package train

import (
	"fmt"
	"math"
	"slices"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/labelled"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/review"
	"objectioncoach/coach/text"
)

// ForReplies gives the settings for the model of what employees answer.
func ForReplies() Options {
	o := Defaults()
	o.Nets, o.Traits, o.Features, o.Candidates, o.MinLines, o.Epochs, o.Rounded, o.DropFeatures = 1, 96, 9000, 0, 3, 30, 5, 0.6
	return o
}

// Replies trains on labelled answers of employees, with calibration and thresholds
// from cross-validation. Lawful lists further texts that break no rule, such as the
// scripts of packs. The model is told what the phrases of the rulebook found. progress,
// if not nil, is told what is being done.
func Replies(replies []labelled.Reply, lawful []string, book *pack.Rulebook, o Options, progress func(string)) (*classify.Model, error) {
	if len(replies) < o.Folds || o.Folds < 2 {
		return nil, fmt.Errorf("training needs at least 2 folds and a reply for each: there are %d replies and %d folds", len(replies), o.Folds)
	}
	if progress == nil {
		progress = func(string) {}
	}
	reviewer := review.New(book)
	all := study(replies, reviewer)
	more := make([]doc, len(lawful))
	for i, said := range lawful {
		reply := review.Reply{Text: text.Prepare(said)}
		more[i] = newDoc(lawfulText{}, reply.Text, reviewer.Setting(reply), noLexicon)
	}
	progress(fmt.Sprintf("cross-validating on %d replies in %d parts", len(replies), o.Folds))
	held, err := all.crossValidate(more, o)
	if err != nil {
		return nil, err
	}
	progress("training on all replies")
	docs := all.docs(func(int) bool { return true })
	m, err := fit(slices.Concat(docs, more), replyHeads(), noLexicon, o)
	if err != nil {
		return nil, err
	}
	for _, g := range groups(m.Heads) {
		for h := g.first; h < g.end; h++ {
			m.Heads[h].Slope, m.Heads[h].Offset = platt(g.axis, g.labels[h-g.first], h, docs, held)
		}
	}
	setReplyThresholds(m.Heads, docs, held)
	return m, nil
}

// noLexicon is what replies are read with: the words of customers did not help to read
// employees.
var noLexicon = &classify.Lexicon{}

// lessons are labelled replies, each read twice: as it was given, and as if nothing were
// known of the customer, the product, the channel and what the phrases found. A draft
// must be judged by itself too; and phrases that were written with these replies at hand
// know them better than they will know others.
type lessons [][2]doc

// study reads labelled replies.
func study(replies []labelled.Reply, reviewer *review.Reviewer) lessons {
	all := make(lessons, len(replies))
	for i, r := range replies {
		reply := review.Prepare(r.Reply, r.Customer, r.Product, r.Channel)
		all[i] = [2]doc{
			newDoc(answer(r), reply.Text, reviewer.Setting(reply), noLexicon),
			newDoc(answer(r), reply.Text, reviewer.Plain(reply), noLexicon),
		}
	}
	return all
}

// docs lists what those replies teach whose number is wanted.
func (all lessons) docs(wanted func(int) bool) []doc {
	var docs []doc
	for i, both := range all {
		if wanted(i) {
			docs = append(docs, both[:]...)
		}
	}
	return docs
}

// crossValidate gives, for each of the docs, the raw scores of a model that has not seen
// its reply, but more besides.
func (all lessons) crossValidate(more []doc, o Options) ([][]float64, error) {
	held := make([][]float64, 2*len(all))
	for fold := range o.Folds {
		seen := all.docs(func(i int) bool { return foldOf(i, o.Folds) != fold })
		m, err := fit(append(seen, more...), replyHeads(), noLexicon, o)
		if err != nil {
			return nil, err
		}
		for i, both := range all {
			if foldOf(i, o.Folds) != fold {
				continue
			}
			for n, d := range both {
				held[2*i+n] = m.RecogniseIn(d.text, d.setting).RawScores()
			}
		}
	}
	return held, nil
}

// setReplyThresholds chooses the probabilities from which labels are asserted.
func setReplyThresholds(heads []classify.Head, docs []doc, held [][]float64) {
	found := make([][]float64, len(held))
	any := make([][]float64, len(held))
	for i, scores := range held {
		var violations []classify.Label
		for h, score := range scores {
			p := 1 / (1 + classify.Exp(-(heads[h].Slope*score + heads[h].Offset)))
			found[i] = append(found[i], p)
			if heads[h].Axis == classify.Unlawful || heads[h].Axis == classify.Violation {
				violations = append(violations, classify.Label{Score: p})
			}
		}
		any[i] = []float64{review.AnyOf(violations)}
	}
	for _, g := range groups(heads) {
		switch g.axis {
		case classify.Unlawful:
			setThreshold(heads[g.first:g.end], bestThreshold(docs, g.axis, g.labels, any))
		case classify.Practice, classify.Habit: // each by itself: they are told by different words
			for h := g.first; h < g.end; h++ {
				setThreshold(heads[h:h+1], bestThreshold(docs, g.axis, g.labels[h-g.first:][:1], columns(found, h, h+1)))
			}
		default: // one for all, which is steadier on so few replies of each
			setThreshold(heads[g.first:g.end], bestThreshold(docs, g.axis, g.labels, columns(found, g.first, g.end)))
		}
	}
}

// columns gives the columns [first, end) of a table.
func columns(table [][]float64, first, end int) [][]float64 {
	part := make([][]float64, len(table))
	for i, row := range table {
		part[i] = row[first:end]
	}
	return part
}

func setThreshold(heads []classify.Head, t float64) {
	for i := range heads {
		heads[i].Threshold = t
	}
}

// bestThreshold gives the probability, in hundredths, from which asserting labels gives
// the best mean of their F1 on held-out replies; found has a column for each label.
func bestThreshold(docs []doc, axis classify.Axis, labels []string, found [][]float64) float64 {
	threshold, best := 0.5, -1.0
	for t := 0.10; t < 0.99; t += 0.01 {
		sum := 0.0
		for k, label := range labels {
			hit, said, so := 0, 0, 0
			for i, d := range docs {
				yes, is := found[i][k] >= t, d.holds(axis, label)
				said, so, hit = said+one(yes), so+one(is), hit+one(yes && is)
			}
			sum += 2 * float64(hit) / math.Max(float64(said+so), 1)
		}
		if sum > best {
			threshold, best = t, sum
		}
	}
	return hundredths(threshold)
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// replyHeads lists every label to learn of what employees answer.
func replyHeads() []classify.Head {
	return slices.Concat(
		headsOf(classify.Unlawful, []string{"unlawful"}),
		headsOf(classify.Violation, labelled.Violations),
		headsOf(classify.Habit, labelled.Habits),
		headsOf(classify.Practice, labelled.Practices),
	)
}
