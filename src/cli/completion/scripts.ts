/** What shells load to complete a line: each asks the program itself, which prints one word a line and a number. */

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** The script of a shell. */
export function completionScript(shell: Shell): string {
  return { bash, zsh, fish }[shell]
}

const bash = `# bash completion for rollcast; in ~/.bashrc: source <(rollcast completion bash)
_rollcast() {
  local words=() count=0 i out directive line value
  # bash takes "=" for a word of its own: put what belongs together together again.
  for ((i = 1; i <= COMP_CWORD; i++)); do
    if ((i > 1)) && [[ \${COMP_WORDS[i]} == "=" || \${COMP_WORDS[i - 1]} == "=" ]]; then
      words[count - 1]+=\${COMP_WORDS[i]}
    else
      words[count++]=\${COMP_WORDS[i]}
    fi
  done
  COMPREPLY=()
  out=$(rollcast __complete "\${words[@]}" 2>/dev/null) || return
  directive=\${out##*:}
  while IFS= read -r line; do
    [[ $line == :* || -z $line ]] && continue
    value=\${line%%$'\\t'*}
    [[ \${words[count - 1]} == --*=* ]] && value=\${value#*=}
    COMPREPLY+=("$value")
  done <<<"$out"
  if ((directive & 16)); then
    compopt -o dirnames 2>/dev/null
  elif ((directive & 4)); then
    compopt +o default 2>/dev/null
  fi
}
complete -o default -F _rollcast rollcast
`

const zsh = `#compdef rollcast
# zsh completion for rollcast; in ~/.zshrc: source <(rollcast completion zsh)
_rollcast() {
  local -a lines suggestions
  local line value directive
  lines=("\${(@f)$(rollcast __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  directive=\${lines[-1]#:}
  for line in "\${(@)lines[1,-2]}"; do
    value=\${line%%$'\\t'*}
    suggestions+=("\${value//:/\\\\:}\${\${line#$value}/$'\\t'/:}")
  done
  (( \${#suggestions} )) && _describe 'rollcast' suggestions
  if (( directive & 16 )); then _files -/
  elif (( ! (directive & 4) )); then _files
  fi
}
compdef _rollcast rollcast
`

const fish = `# fish completion for rollcast; rollcast completion fish > ~/.config/fish/completions/rollcast.fish
function __rollcast_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l lines (rollcast __complete $words[2..-1] 2>/dev/null)
  set -l directive (string replace ':' '' -- $lines[-1])
  for line in $lines
    string match -q ':*' -- $line; or echo $line
  end
  if test "$directive" = 0
    __fish_complete_path (commandline -ct)
  else if test "$directive" = 16
    __fish_complete_directories (commandline -ct)
  end
end
complete -c rollcast -f -a '(__rollcast_complete)'
`
