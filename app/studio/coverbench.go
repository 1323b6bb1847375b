package main

import (
	"encoding/json"
	"slices"
	"time"

	"objectioncoach/coach/labelled"
	"objectioncoach/coach/pack"
	work "objectioncoach/coach/studio"
)

// covered is what was found out of the pack as it stood at a hash.
type covered struct {
	hash  string
	cells []work.Cell
}

// narrowing is which situations to look at; "" leaves an axis open.
type narrowing struct {
	Emotion string `json:"emotion"`
	Channel string `json:"channel"`
	Segment string `json:"segment"`
}

func (n narrowing) holds(c work.Cell) bool {
	return (n.Emotion == "" || n.Emotion == c.Emotion) && (n.Channel == "" || n.Channel == c.Channel) && (n.Segment == "" || n.Segment == c.Segment)
}

// square is one square of the map: all situations of a topic and a nature that are looked
// at.
type square struct {
	Topic  string `json:"topic"`
	Column string `json:"column"` // a nature of objections, or complaint
	// Least is how many scripts fit in the situation that has fewest; Holes is how many of
	// All situations have none.
	Least   int        `json:"least"`
	Holes   int        `json:"holes"`
	All     int        `json:"all"`
	Scripts []standing `json:"scripts"` // those of which staff would see one first
	// Example is a situation without a script, where there is one.
	Example *work.Cell `json:"example,omitempty"`
}

// standing is a script and where it stands.
type standing struct {
	ID   string `json:"id"`
	File string `json:"file"` // "" in a pack below
	Line int    `json:"line"`
}

// columns are the columns of the map.
var columns = append(slices.Clone(labelled.Natures), "complaint")

// heat draws the map of topics and natures.
func (b *bench) heat(r request) (any, [][]byte, error) {
	var n narrowing
	if err := json.Unmarshal(r.Input, &n); err != nil {
		return nil, nil, err
	}
	c := &b.trying.covered
	if hash := b.workspace.Hash(); c.hash != hash || c.cells == nil {
		cells, err := b.workspace.Coverage()
		if err != nil {
			return nil, nil, err
		}
		c.hash, c.cells = hash, cells
	}
	places := map[string]standing{}
	for _, e := range b.workspace.Entries() {
		if e.Section == "scripts" {
			places[e.ID] = standing{e.ID, b.workspace.ID() + "/" + e.Path, e.Line}
		}
	}
	var squares []square
	for _, topic := range labelled.Topics {
		for _, column := range columns {
			q := square{Topic: topic, Column: column}
			for i := range c.cells {
				if c.cells[i].Topic == topic && columnOf(c.cells[i]) == column && n.holds(c.cells[i]) {
					q.add(&c.cells[i], places)
				}
			}
			squares = append(squares, q)
		}
	}
	return squares, nil, nil
}

func columnOf(c work.Cell) string {
	if c.Kind == "complaint" {
		return c.Kind
	}
	return c.Nature
}

func (q *square) add(c *work.Cell, places map[string]standing) {
	if q.All == 0 || c.Scripts < q.Least {
		q.Least = c.Scripts
	}
	if q.All++; c.Scripts == 0 {
		if q.Holes++; q.Example == nil {
			q.Example = c
		}
		return
	}
	for _, id := range c.Best {
		if !slices.ContainsFunc(q.Scripts, func(s standing) bool { return s.ID == id }) {
			at, own := places[id]
			if !own {
				at = standing{ID: id}
			}
			q.Scripts = append(q.Scripts, at)
		}
	}
}

// inspected is what was noted of the pack, and how far the looking came.
type inspected struct {
	Done  int         `json:"done"`
	All   int         `json:"all"`
	Notes []work.Note `json:"notes"`
	Rules []ruled     `json:"rules"`
}

// ruled is a rule that speaks against words, and when it is to be looked at again.
type ruled struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Review string `json:"review"`
}

// inspect notes what is worth looking at in the pack. The input is the day.
func (b *bench) inspect(r request) (any, [][]byte, error) {
	var today string
	if err := json.Unmarshal(r.Input, &today); err != nil {
		return nil, nil, err
	}
	told := time.Now()
	notes, err := b.workspace.QualityInSteps(today, func(done, all int) bool {
		if time.Since(told) < slice {
			return false
		}
		told = time.Now()
		b.progress(inspected{Done: done, All: all})
		return b.rest()
	})
	if err != nil {
		return nil, nil, err
	}
	return inspected{Notes: notes, Rules: rulesOf(b.workspace)}, nil, nil
}

func rulesOf(w *work.Workspace) []ruled {
	p, _ := w.Good()
	if p == nil || p.Rulebook == nil {
		return nil
	}
	var list []ruled
	for _, rule := range p.Rulebook.Rules {
		list = append(list, ruled{rule.ID, rule.Title.In(pack.DefaultLocale), rule.Review})
	}
	slices.SortStableFunc(list, func(a, b ruled) int {
		if a.Review < b.Review {
			return -1
		}
		return 1
	})
	return list
}
