package main

import (
	"bytes"
	"encoding/json"
	"io"
	"path"

	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
	work "objectioncoach/coach/studio"
)

// tabling says which scripts the table shows.
type tabling struct {
	Filter work.Filter `json:"filter"`
	Locale string      `json:"locale"`
	From   int         `json:"from"`
	Count  int         `json:"count"`
}

// tableRow is a script as the table shows it.
type tableRow struct {
	work.Ref
	Own       bool      `json:"own"`
	File      string    `json:"file"`
	Line      int       `json:"line"`
	ID        string    `json:"id"`
	For       pack.When `json:"for"`
	Technique string    `json:"technique"`
	Say       string    `json:"say"` // its first sentence
	Longest   int       `json:"longest"`
	Changed   int64     `json:"changed"` // milliseconds since 1970; 0 for before the history begins
}

// tablePart is a part of the table.
type tablePart struct {
	All  int        `json:"all"` // scripts that the filter picks
	Rows []tableRow `json:"rows"`
}

func (b *bench) table(r request) (any, [][]byte, error) {
	var t tabling
	if err := json.Unmarshal(r.Input, &t); err != nil {
		return nil, nil, err
	}
	rows := b.workspace.Scripts(t.Filter)
	out := tablePart{All: len(rows), Rows: []tableRow{}}
	for _, row := range rows[min(t.From, len(rows)):min(t.From+t.Count, len(rows))] {
		say := ""
		if len(row.Script.Steps) > 0 {
			say = row.Script.Steps[0].Say.In(t.Locale)
		}
		out.Rows = append(out.Rows, tableRow{row.Ref, row.Own, row.File, row.Line, row.Script.ID, row.Script.For, row.Script.Technique, say, row.Longest, row.Changed})
	}
	return out, nil, nil
}

// csv gives the scripts that a filter picks as a table for spreadsheets.
func (b *bench) csv(r request) (any, [][]byte, error) {
	return b.sheet(r, (*work.Workspace).WriteCSV)
}

// xlsx gives them as a workbook.
func (b *bench) xlsx(r request) (any, [][]byte, error) {
	return b.sheet(r, (*work.Workspace).WriteWorkbook)
}

func (b *bench) sheet(r request, write func(*work.Workspace, io.Writer, []work.Row, string) error) (any, [][]byte, error) {
	var t tabling
	if err := json.Unmarshal(r.Input, &t); err != nil {
		return nil, nil, err
	}
	var out bytes.Buffer
	if err := write(b.workspace, &out, b.workspace.Scripts(t.Filter), t.Locale); err != nil {
		return nil, nil, err
	}
	return nil, [][]byte{out.Bytes()}, nil
}

// takingTable is when a table is taken in, which is the file of the request.
type takingTable struct {
	Label string `json:"label"`
	At    int64  `json:"at"`
	Today string `json:"today"`
}

// rowProblem is what is wrong with a row, in the words of the screens' language.
type rowProblem struct {
	Row     int    `json:"row"`
	Column  string `json:"column"`
	Message string `json:"message"`
}

// tookTable is what came of it.
type tookTable struct {
	State    state        `json:"state"`
	Problems []rowProblem `json:"problems"`
	Changed  int          `json:"changed"`
	Added    int          `json:"added"`
	Same     int          `json:"same"`
}

func (b *bench) takeTable(r request) (any, [][]byte, error) {
	var t takingTable
	if err := json.Unmarshal(r.Input, &t); err != nil {
		return nil, nil, err
	}
	i := b.workspace.ReadTable(r.Files[0], "scripts/more.yaml", t.At)
	return tookTable{b.state(t.Today), b.rowProblems(i.Problems), i.Changed, i.Added, i.Same}, nil, nil
}

// rowProblems puts what is wrong with a table into the words of the screens' language.
func (b *bench) rowProblems(list []work.RowProblem) []rowProblem {
	problems := make([]rowProblem, len(list))
	for n, p := range list {
		problems[n] = rowProblem{p.Row, p.Column, p.Message.In(b.say.locale())}
	}
	return problems
}

// own puts a copy of a script of a pack below into the pack, under an id of its own; the
// Ref's path is the file, the section the script's id there.
func (b *bench) own(r request) (any, [][]byte, error) {
	return b.change(r, func(c changing) (work.Ref, error) {
		if err := b.freeID("scripts", c.ID); err != nil {
			return work.Ref{}, err
		}
		for _, row := range b.workspace.Scripts(work.Filter{}) {
			if row.Script.ID == c.Section && !row.Own {
				row.Script.ID = c.ID
				return b.workspace.Add("scripts/"+path.Base(row.File), "scripts", &row.Script, c.At)
			}
		}
		return work.Ref{}, message.New("no-script-below", c.Section)
	})
}

// finding is a text to look for, and what to put in its place.
type finding struct {
	work.Search
	With string `json:"with"`
	// Of says which hits to replace, as they were in the pack of a hash.
	Of    work.Choice `json:"of"`
	Hash  string      `json:"hash"`
	Most  int         `json:"most"` // hits to list
	At    int64       `json:"at"`
	Today string      `json:"today"`
}

// found is what was found, or replaced.
type found struct {
	All   int        `json:"all"`
	Hash  string     `json:"hash"` // of the pack
	Hits  []work.Hit `json:"hits"`
	State *state     `json:"state,omitempty"` // after replacing
}

func (b *bench) find(r request) (any, [][]byte, error) {
	var f finding
	if err := json.Unmarshal(r.Input, &f); err != nil {
		return nil, nil, err
	}
	hits := b.workspace.Find(f.Search)
	return found{All: len(hits), Hash: b.workspace.Hash(), Hits: hits[:min(f.Most, len(hits))]}, nil, nil
}

func (b *bench) replace(r request) (any, [][]byte, error) {
	var f finding
	if err := json.Unmarshal(r.Input, &f); err != nil {
		return nil, nil, err
	}
	if f.Text == f.With {
		return nil, nil, b.say.errorf("两处文字一样", "both texts are the same")
	}
	if f.Hash != b.workspace.Hash() {
		return nil, nil, message.New("text-changed")
	}
	n, err := b.workspace.Replace(f.Search, f.With, f.Of, f.At)
	if err != nil {
		return nil, nil, err
	}
	s := b.state(f.Today)
	return found{All: n, Hits: []work.Hit{}, State: &s}, nil, nil
}
