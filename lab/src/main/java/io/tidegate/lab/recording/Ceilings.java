package io.tidegate.lab.recording;

import java.util.List;

/**
 * What was found of a generator before a run.
 *
 * @param notes what could not be found out, and why
 */
public record Ceilings(List<Ceiling> all, List<Text> notes) {

  /** Nobody looked. */
  public static final Ceilings NONE = new Ceilings(List.of(), List.of());

  public Ceilings {
    all = List.copyOf(all);
    notes = List.copyOf(notes);
  }
}
