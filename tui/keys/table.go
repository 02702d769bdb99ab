package keys

// The actions that hold everywhere.
const (
	Requests1  Action = "screen.requests"
	Senders2   Action = "screen.senders"
	Series3    Action = "screen.series"
	Problems4  Action = "screen.problems"
	Query5     Action = "screen.query"
	NextScreen Action = "screen.next"
	PrevScreen Action = "screen.previous"
	Pause      Action = "pause"
	Back       Action = "back"
	Palette    Action = "palette"
	ShowHelp   Action = "help"
	Quit       Action = "quit"
)

// The actions of lists and texts.
const (
	Down     Action = "move.down"
	Up       Action = "move.up"
	PageDown Action = "move.page-down"
	PageUp   Action = "move.page-up"
	HalfDown Action = "move.half-down"
	HalfUp   Action = "move.half-up"
	Top      Action = "move.top"
	Bottom   Action = "move.bottom"
	Left     Action = "move.left"
	Right    Action = "move.right"
	Open     Action = "open"
	Filter   Action = "filter"
	Sort     Action = "sort.next"
	Reverse  Action = "sort.reverse"
)

// The actions on exchanges.
const (
	Follow       Action = "requests.follow"
	Mark         Action = "mark"
	Comment      Action = "comment"
	Columns      Action = "columns"
	Unfilter     Action = "filter.clear"
	SaveFilter   Action = "filter.save"
	Filters      Action = "filter.choose"
	SameSender   Action = "filter.sender"
	Setup        Action = "setup"
	Copy         Action = "copy"
	Export       Action = "export"
	NextTab      Action = "tab.next"
	PrevTab      Action = "tab.previous"
	NextExchange Action = "exchange.next"
	PrevExchange Action = "exchange.previous"
	NextProblem  Action = "problem.next"
	PrevProblem  Action = "problem.previous"
	Origin       Action = "exchange.origin"
	Zoom         Action = "zoom"
	Search       Action = "search"
	NextHit      Action = "search.next"
	PrevHit      Action = "search.previous"
	Encoding     Action = "bytes.side"
	ListSmaller  Action = "list.smaller"
	ListLarger   Action = "list.larger"
)

// The actions of the other screens.
const (
	ByLabel  Action = "series.by"
	Refresh  Action = "refresh"
	Edit     Action = "query.edit"
	Range    Action = "query.range"
	Wider    Action = "query.wider"
	Narrower Action = "query.narrower"
	Display  Action = "query.display"
)

// The actions in prompts, menus and help.
const (
	Accept   Action = "prompt.accept"
	Cancel   Action = "prompt.cancel"
	Complete Action = "prompt.complete"
	Older    Action = "prompt.older"
	Newer    Action = "prompt.newer"
	Choose   Action = "menu.choose"
	MenuDown Action = "menu.down"
	MenuUp   Action = "menu.up"
	Leave    Action = "leave"
)

var table = []Binding{
	{[]string{"1"}, Requests1, Global, "Requests: every request as it comes", ""},
	{[]string{"2"}, Senders2, Global, "Senders: who sends, and how well", ""},
	{[]string{"3"}, Series3, Global, "Series: what there is most of, and one series over time", ""},
	{[]string{"4"}, Problems4, Global, "Problems: what went wrong, why, and the fix", ""},
	{[]string{"5"}, Query5, Global, "Query: PromQL on what was stored", ""},
	{[]string{"tab"}, NextScreen, Global, "Next screen", ""},
	{[]string{"shift+tab"}, PrevScreen, Global, "Previous screen", ""},
	{[]string{"space"}, Pause, Global, "Pause or go on; receiving never pauses", "pause"},
	{[]string{"esc"}, Back, Global, "Back: close what is in front, then what is filtered", ""},
	{[]string{":", "ctrl+p"}, Palette, Global, "Command palette", "commands"},
	{[]string{"?", "f1"}, ShowHelp, Global, "Help for where you are", "help"},
	{[]string{"q", "ctrl+c"}, Quit, Global, "Quit: stop receiving and leave", ""},

	{[]string{"down", "j"}, Down, List, "Down", ""},
	{[]string{"up", "k"}, Up, List, "Up", ""},
	{[]string{"pgdown", "ctrl+f"}, PageDown, List, "Page down", ""},
	{[]string{"pgup", "ctrl+b"}, PageUp, List, "Page up", ""},
	{[]string{"ctrl+d"}, HalfDown, List, "Half a page down", ""},
	{[]string{"ctrl+u"}, HalfUp, List, "Half a page up", ""},
	{[]string{"home", "g"}, Top, List, "To the first", ""},
	{[]string{"end", "G"}, Bottom, List, "To the last", ""},
	{[]string{"left", "h"}, Left, List, "Columns to the left", ""},
	{[]string{"right", "l"}, Right, List, "Columns to the right", ""},

	{[]string{"enter"}, Open, Requests, "Open the exchange", "open"},
	{[]string{"/"}, Filter, Requests, "Filter", "filter"},
	{[]string{"s"}, Sort, Requests, "Sort by the next column", "sort"},
	{[]string{"S"}, Reverse, Requests, "Reverse the order", ""},
	{[]string{"f"}, Follow, Requests, "Follow the newest request, in the order of arrival", "follow"},
	{[]string{"m"}, Mark, Requests, "Mark or unmark", ""},
	{[]string{"M"}, Comment, Requests, "Write a comment on this exchange", ""},
	{[]string{"c"}, Columns, Requests, "Choose the columns", ""},
	{[]string{"u"}, SameSender, Requests, "Only this sender", ""},
	{[]string{"x"}, Unfilter, Requests, "Clear the filter", ""},
	{[]string{"w"}, SaveFilter, Requests, "Keep this filter, or keep it no longer", ""},
	{[]string{"F"}, Filters, Requests, "Choose a kept filter", ""},
	{[]string{"y"}, Copy, Requests, "Copy: JSON, curl, series, fix", "copy"},
	{[]string{"e"}, Export, Requests, "Export this exchange to a file", "export"},
	{[]string{"z"}, Zoom, Requests, "The whole window for one side, or share it", ""},
	{[]string{"<"}, ListSmaller, Requests, "Less room for the list, more for the exchange", ""},
	{[]string{">"}, ListLarger, Requests, "More room for the list", ""},
	{[]string{"i"}, Setup, Requests, "How to point a sender here", ""},

	{[]string{"enter"}, Open, Exchange, "The whole page for the row under the cursor, or back", ""},
	{[]string{"right", "l", "tab"}, NextTab, Exchange, "Next tab", "tabs"},
	{[]string{"left", "h", "shift+tab"}, PrevTab, Exchange, "Previous tab", ""},
	{[]string{"J", "]"}, NextExchange, Exchange, "Next exchange", "next"},
	{[]string{"K", "["}, PrevExchange, Exchange, "Previous exchange", ""},
	{[]string{"p"}, NextProblem, Exchange, "Next problem", ""},
	{[]string{"P"}, PrevProblem, Exchange, "Previous problem", ""},
	{[]string{"o"}, Origin, Exchange, "To who wrote the other sample; esc comes back", ""},
	{[]string{"/"}, Search, Exchange, "Search in this tab", ""},
	{[]string{"n"}, NextHit, Exchange, "Next place found", ""},
	{[]string{"N"}, PrevHit, Exchange, "Previous place found", ""},
	{[]string{"b"}, Encoding, Exchange, "Bytes: as decoded, or as they came", ""},
	{[]string{"m"}, Mark, Exchange, "Mark or unmark", ""},
	{[]string{"M"}, Comment, Exchange, "Write a comment on this exchange", ""},
	{[]string{"y"}, Copy, Exchange, "Copy: JSON, curl, series, fix", "copy"},
	{[]string{"e"}, Export, Exchange, "Export this exchange to a file", "export"},
	{[]string{"z"}, Zoom, Exchange, "The whole window for this exchange, or share it", ""},
	{[]string{"<"}, ListSmaller, Exchange, "Less room for the list, more for the exchange", ""},
	{[]string{">"}, ListLarger, Exchange, "More room for the list", ""},
	{[]string{"esc"}, Back, Exchange, "Back to the list", "back"},

	{[]string{"i"}, Setup, Idle, "How to point a sender here", "configurations"},

	{[]string{"right", "l", "tab"}, NextTab, Setups, "Next sender", "senders"},
	{[]string{"left", "h", "shift+tab"}, PrevTab, Setups, "Previous sender", ""},
	{[]string{"y"}, Copy, Setups, "Copy the configuration", "copy"},
	{[]string{"esc"}, Back, Setups, "Back to the requests", "back"},

	{[]string{"enter", "u"}, SameSender, Senders, "The requests of this sender", "its requests"},
	{[]string{"z"}, Zoom, Senders, "The whole window for the text on this sender, or share it", "text"},
	{[]string{"s"}, Sort, Senders, "Sort by the next column", "sort"},
	{[]string{"S"}, Reverse, Senders, "Reverse the order", ""},

	{[]string{"enter"}, Open, Series, "The series behind a row, then one series over time", "look inside"},
	{[]string{"b"}, ByLabel, Series, "By metric, by label, by label and value", "by"},
	{[]string{"s"}, Sort, Series, "Sort by the next column", "sort"},
	{[]string{"S"}, Reverse, Series, "Reverse the order", ""},
	{[]string{"r"}, Refresh, Series, "Count again", ""},
	{[]string{"y"}, Copy, Series, "Copy the selector", "copy"},

	{[]string{"+", "="}, Wider, History, "A longer range of time", "longer"},
	{[]string{"-"}, Narrower, History, "A shorter range of time", "shorter"},
	{[]string{"o"}, Origin, History, "Go to the exchange that wrote the newest sample", "who wrote"},
	{[]string{"r"}, Refresh, History, "Read again", "again"},
	{[]string{"y"}, Copy, History, "Copy the series", "copy"},
	{[]string{"esc"}, Back, History, "Back to the series", "back"},

	{[]string{"enter"}, Open, Problems, "The requests with this cause", "its requests"},
	{[]string{"z"}, Zoom, Problems, "The whole window for the explanation, or share it", "text"},
	{[]string{"y"}, Copy, Problems, "Copy the fix", "copy fix"},
	{[]string{"s"}, Sort, Problems, "Sort by the next column, the worst first", "sort"},
	{[]string{"S"}, Reverse, Problems, "Reverse the order", ""},

	{[]string{"/", "i", "enter"}, Edit, Query, "Edit the query", "edit"},
	{[]string{"v"}, Range, Query, "Now, or over a range", "range"},
	{[]string{"+", "="}, Wider, Query, "A longer range", ""},
	{[]string{"-"}, Narrower, Query, "A shorter range", ""},
	{[]string{"r"}, Refresh, Query, "Ask again", "again"},
	{[]string{"s"}, Sort, Query, "Sort by the next column, or as it was answered", "sort"},
	{[]string{"S"}, Reverse, Query, "Reverse the order", ""},
	{[]string{"d"}, Display, Query, "Chart, table, or both", ""},
	{[]string{"y"}, Copy, Query, "Copy the series", "copy"},

	{[]string{"enter"}, Accept, Prompt, "Take it", "take it"},
	{[]string{"esc", "ctrl+c"}, Cancel, Prompt, "Leave it as it was", "leave"},
	{[]string{"tab"}, Complete, Prompt, "Complete", "complete"},
	{[]string{"up"}, Older, Prompt, "What was typed before", "before"},
	{[]string{"down"}, Newer, Prompt, "What was typed after", ""},

	{[]string{"enter"}, Choose, Menu, "Choose", "choose"},
	{[]string{"down", "ctrl+n", "tab"}, MenuDown, Menu, "Down", ""},
	{[]string{"up", "ctrl+p", "shift+tab"}, MenuUp, Menu, "Up", ""},
	{[]string{"esc", "ctrl+c"}, Leave, Menu, "Close", "close"},

	{[]string{"esc", "q", "?", "f1", "ctrl+c"}, Leave, Help, "Close the help", "close"},
}
