package io.tidegate.export;

import io.tidegate.store.journal.JournalReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens the journal that is to be exported. */
final class Journals {

  private Journals() {}

  static JournalReader open(Path data) throws IOException {
    if (!Files.isDirectory(data))
      throw new IOException(data + " is not a Tidegate data folder: there is no such folder");
    return JournalReader.open(data);
  }
}
