package studio

import (
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// layout finds the bytes that nodes stand on in the text they were read from.
type layout struct {
	text  string
	lines []int // where each line begins
}

func layoutOf(text string) layout {
	l := layout{text, []int{0}}
	for i := range len(text) {
		if text[i] == '\n' {
			l.lines = append(l.lines, i+1)
		}
	}
	return l
}

// at gives the byte of a token.
func (l layout) at(t *token.Token) int {
	line := min(max(t.Position.Line, 1), len(l.lines)) - 1
	at := l.lines[line]
	for column := 1; column < t.Position.Column && at < len(l.text) && l.text[at] != '\n'; column++ {
		_, size := utf8.DecodeRuneInString(l.text[at:])
		at += size
	}
	return at
}

// lineOf gives the number of the line, from 0, that a byte stands on.
func (l layout) lineOf(at int) int {
	low, high := 0, len(l.lines)
	for high-low > 1 {
		if middle := (low + high) / 2; l.lines[middle] <= at {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// lineStart gives where the line of a byte begins, lineEnd where the next one does.
func (l layout) lineStart(at int) int { return l.lines[l.lineOf(at)] }
func (l layout) lineEnd(at int) int {
	if next := l.lineOf(at) + 1; next < len(l.lines) {
		return l.lines[next]
	}
	return len(l.text)
}

// start gives the first byte of a node.
func (l layout) start(node ast.Node) int {
	switch n := node.(type) {
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			return l.at(n.Values[0].Key.GetToken())
		}
	case *ast.SequenceNode:
		return l.at(n.Start)
	case *ast.LiteralNode:
		return l.at(n.Start)
	}
	return l.at(node.GetToken())
}

// end gives the byte behind a node, without what is left of its line.
func (l layout) end(node ast.Node) int {
	switch n := node.(type) {
	case *ast.MappingNode:
		if n.IsFlowStyle {
			return l.at(n.End) + 1
		}
		if len(n.Values) > 0 {
			return l.entryEnd(n.Values[len(n.Values)-1])
		}
	case *ast.SequenceNode:
		if n.IsFlowStyle {
			return l.at(n.End) + 1
		}
		if len(n.Values) > 0 {
			return l.end(n.Values[len(n.Values)-1])
		}
	case *ast.LiteralNode:
		return l.literalEnd(n)
	case *ast.NullNode:
		return l.at(n.GetToken()) // there may be nothing written
	}
	at := l.at(node.GetToken())
	if raw := strings.TrimSpace(node.GetToken().Origin); strings.HasPrefix(l.text[at:], raw) {
		return at + len(raw)
	}
	return at + len(strings.TrimRight(l.text[at:l.lineEnd(at)], " \r\n"))
}

// entryEnd gives the byte behind a key and its value.
func (l layout) entryEnd(entry *ast.MappingValueNode) int {
	behindColon := l.at(entry.Start) + 1
	if _, null := entry.Value.(*ast.NullNode); null || entry.Value == nil {
		rest := l.text[behindColon:l.lineEnd(behindColon)]
		for _, word := range []string{"null", "~"} {
			if strings.HasPrefix(strings.TrimLeft(rest, " "), word) {
				return behindColon + strings.Index(rest, word) + len(word)
			}
		}
		return behindColon
	}
	return l.end(entry.Value)
}

// literalEnd gives the end of a text that goes on over the following, deeper lines.
func (l layout) literalEnd(n *ast.LiteralNode) int {
	head := l.lineOf(l.at(n.Start))
	outer := indentOf(l.text[l.lines[head]:l.lineEnd(l.lines[head])])
	end := len(strings.TrimRight(l.text[:l.lineEnd(l.lines[head])], " \r\n"))
	for line := head + 1; line < len(l.lines); line++ {
		text := l.text[l.lines[line]:l.lineEnd(l.lines[line])]
		if strings.TrimSpace(text) == "" {
			continue
		}
		if indentOf(text) <= outer {
			break
		}
		end = l.lines[line] + len(strings.TrimRight(text, "\r\n"))
	}
	return end
}

// indentOf counts the spaces, and dashes of lists, that a line begins with.
func indentOf(line string) int {
	rest := line
	for {
		trimmed := strings.TrimLeft(rest, " ")
		if !strings.HasPrefix(trimmed, "- ") {
			return len(line) - len(trimmed)
		}
		rest = trimmed[1:]
	}
}

// column gives the spaces that stand for everything before a byte on its line.
func (l layout) column(at int) string {
	return strings.Repeat(" ", utf8.RuneCountInString(l.text[l.lineStart(at):at]))
}
