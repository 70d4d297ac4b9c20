package io.tidegate.lab.script;

import org.graalvm.polyglot.Source;

/** Small modules that are not files. */
final class ModuleSource {

  private ModuleSource() {}

  static Source of(String text, String name) {
    return Source.newBuilder("js", text, name)
        .mimeType("application/javascript+module")
        .buildLiteral();
  }
}
