package io.tidegate.export;

import io.tidegate.store.journal.JournalLog;
import io.tidegate.store.log.LogReader;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Opens the journal of the folder that is exported. */
final class SourceJournal {

  private SourceJournal() {}

  static LogReader open(Path data) throws IOException {
    try {
      checkFolder(data);
      return JournalLog.readFolder(data);
    } catch (AccessDeniedException e) {
      throw new IOException(data + " cannot be read: permission denied", e);
    }
  }

  private static void checkFolder(Path data) throws IOException {
    try {
      if (!Files.readAttributes(data, BasicFileAttributes.class).isDirectory())
        throw new IOException(data + " is not a Tidegate data folder: it is a file");
    } catch (NoSuchFileException e) {
      throw new IOException(data + " is not a Tidegate data folder: there is no such folder", e);
    }
  }
}
