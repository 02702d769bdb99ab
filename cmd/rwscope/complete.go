package main

import "github.com/spf13/cobra"

// completeFlag makes the shell offer the values of a flag.
func completeFlag(cmd *cobra.Command, flag string, values ...string) {
	// The error is that there is no such flag, which a test of completions would show.
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
}

// completeJournal makes the shell offer journals.
func completeJournal(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return []string{"rwscope"}, cobra.ShellCompDirectiveFilterFileExt
}

// completeRelabel makes the shell offer a journal, and then files of rules.
func completeRelabel(cmd *cobra.Command, given []string, word string) ([]string, cobra.ShellCompDirective) {
	if len(given) == 0 {
		return completeJournal(cmd, given, word)
	}
	return []string{"yml", "yaml"}, cobra.ShellCompDirectiveFilterFileExt
}
