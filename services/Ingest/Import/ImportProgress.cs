namespace TriageMesh.Ingest.Import;

/// <summary>Where an import stands.</summary>
/// <param name="Rows">Answered, those of an earlier run included.</param>
/// <param name="Bytes">Of the file, behind those rows.</param>
/// <param name="TotalBytes">Of the file.</param>
/// <param name="RowsPerSecond">In this run.</param>
/// <param name="TimeLeft">At this pace; null before there is one.</param>
public sealed record ImportProgress(long Rows, long Bytes, long TotalBytes, double RowsPerSecond, TimeSpan? TimeLeft);

/// <summary>What became of a file.</summary>
/// <param name="Rows">All rows that are not blank.</param>
/// <param name="Accepted">New mentions.</param>
/// <param name="Duplicates">Mentions that were there already.</param>
/// <param name="Rejected">Rows in the reject file.</param>
/// <param name="RejectFile">Its path; null where no row was rejected.</param>
/// <param name="WentOnAtLine">The line at which this run took up an earlier one; null where it began at the top.</param>
public sealed record ImportSummary(
    long Rows,
    long Accepted,
    long Duplicates,
    long Rejected,
    string? RejectFile,
    long? WentOnAtLine
);
