package io.tidegate.lab.script;

import io.tidegate.lab.options.OptionTree;
import java.util.Set;

/**
 * What a script says of a run.
 *
 * @param options as they stand in it
 * @param functions names of those that it exports
 */
public record ScriptFacts(OptionTree options, Set<String> functions) {

  public ScriptFacts {
    functions = Set.copyOf(functions);
  }
}
