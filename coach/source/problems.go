package source

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// Problem is one thing wrong with a pack: where, what, and how to cure it.
type Problem struct {
	File    string // path within the pack's file system
	Line    int    // 1-based; 0 for a problem of the file as a whole
	Column  int    // 1-based, in characters; 0 likewise
	Message string
}

// String gives the problem as file:line:col: message.
func (p Problem) String() string {
	if p.Line == 0 {
		return p.File + ": " + p.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
}

// Problems is an error that holds everything wrong with a pack, in the order of
// files and lines.
type Problems []Problem

// Error gives every problem, one a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

func (ps Problems) sorted() Problems {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return ps
}

// at notes a problem at a token of a file.
func (r *reader) at(file string, t *token.Token, format string, args ...any) {
	r.problems = append(r.problems, problemAt(file, t, format, args...))
}

func problemAt(file string, t *token.Token, format string, args ...any) Problem {
	p := Problem{File: file, Message: fmt.Sprintf(format, args...)}
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
// was written, as a hint, or "".
func nearest(written string, list []string) string {
	best, distance := "", 3
	for _, word := range list {
		if d := editDistance(written, word); d < distance {
			best, distance = word, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" Did you mean %q?", best)
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
