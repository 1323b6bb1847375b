package source

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
)

// Problem is one thing wrong with a pack: where, what, and how to cure it.
type Problem struct {
	File    string // path within the pack's file system
	Line    int    // 1-based; 0 for a problem of the file as a whole
	Column  int    // 1-based, in characters; 0 likewise
	Message message.Message
}

// String gives the problem as file:line:col: message, in English.
func (p Problem) String() string { return p.In(pack.English) }

// In gives the problem as file:line:col: message, in the words of a locale.
func (p Problem) In(locale string) string {
	place := p.File
	if p.Line > 0 {
		place += ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
	}
	return place + ": " + p.Message.In(locale)
}

// Problems is an error that holds everything wrong with a pack, in the order of
// files and lines.
type Problems []Problem

// Error gives every problem, one a line, in English.
func (ps Problems) Error() string { return ps.In(pack.English) }

// In gives every problem, one a line, in the words of a locale.
func (ps Problems) In(locale string) string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.In(locale)
	}
	return strings.Join(lines, "\n")
}

func (ps Problems) sorted() Problems {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return ps
}

// at notes a problem at a token of a file: the id of its message, and the message's values.
func (r *reader) at(file string, t *token.Token, id string, values ...any) {
	r.problems = append(r.problems, problemAt(file, t, id, values...))
}

func problemAt(file string, t *token.Token, id string, values ...any) Problem {
	p := Problem{File: file, Message: message.New(id, values...)}
	if t != nil && t.Position != nil {
		p.Line, p.Column = t.Position.Line, t.Position.Column
	}
	return p
}

// tokenOf gives the token of a key of a mapping, or where the mapping begins.
func tokenOf(node ast.Node, key string) *token.Token {
	mapping, ok := node.(*ast.MappingNode)
	if !ok || len(mapping.Values) == 0 {
		return node.GetToken()
	}
	for _, value := range mapping.Values {
		if value.Key.String() == key {
			return value.Key.GetToken()
		}
	}
	return mapping.Values[0].Key.GetToken()
}

// nearest gives the word of a list that is at most two letters away from what
// was written, as a hint, or an empty message.
func nearest(written string, list []string) message.Message {
	best, distance := "", 3
	for _, word := range list {
		if d := editDistance(written, word); d < distance {
			best, distance = word, d
		}
	}
	if best == "" {
		return message.Message{}
	}
	return message.New("did-you-mean", best)
}

// editDistance counts the letters to insert, delete or replace (Levenshtein
// 1966).
func editDistance(a, b string) int {
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j := range to {
			change := diagonal
			if from[i] != to[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(to)]
}
