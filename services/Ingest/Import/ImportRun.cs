using System.Threading.Channels;
using TriageMesh.Contracts.Api;
using TriageMesh.Ingest.Intake;

namespace TriageMesh.Ingest.Import;

/// <summary>Imports a file through ingest. Broken off, it goes on where it stopped; done again, it adds nothing.</summary>
/// <param name="options">What and how.</param>
/// <param name="time">For pauses and the pace.</param>
public sealed class ImportRun(ImportOptions options, TimeProvider time)
{
    /// <summary>Rows that a dry run reads.</summary>
    public const int DryRunRows = 20;

    /// <summary>Reads the first rows and sends nothing.</summary>
    /// <exception cref="ImportException">The file, its form or the mapping cannot be used.</exception>
    public IReadOnlyList<ImportRow> DryRun()
    {
        using var file = new ImportFile(options, time.GetUtcNow());
        return [.. file.Rows(file.FirstOffset, file.FirstLine).Take(DryRunRows).Select(read => read.Row)];
    }

    /// <summary>Sends everything.</summary>
    /// <param name="ingest">With ingest's address and a lead's or admin's token as default header.</param>
    /// <param name="progress">Called after each batch.</param>
    /// <param name="cancellationToken">Breaks off; the next run goes on.</param>
    /// <exception cref="ImportException">It cannot go on; what was answered stays.</exception>
    public async Task<ImportSummary> RunAsync(
        HttpClient ingest,
        Action<ImportProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        using var file = new ImportFile(options, time.GetUtcNow());
        var checkpoints = new CheckpointFile(options, file.Length);
        var earlier = checkpoints.Load();
        var at =
            earlier
            ?? new Checkpoint
            {
                File = Path.GetFullPath(options.File),
                Offset = file.FirstOffset,
                Line = file.FirstLine,
            };
        using var rejects = new RejectFile(options.RejectFile, at.RejectBytes);
        var pace = new Pace(at, file.Length, time);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = Channel.CreateBounded<Sending>(Math.Max(1, options.InFlight - 1));
        var reader = Task.Run(() => SendAsync(file, at, ingest, sending.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var batch in sending.Reader.ReadAllAsync(cancellationToken))
            {
                at = Settle(at, batch.Batch, await batch.Results, rejects);
                checkpoints.Save(at);
                progress?.Invoke(pace.At(at));
            }
        }
        finally
        {
            await stop.CancelAsync();
            await reader.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await reader;
        checkpoints.Remove();
        return new ImportSummary(
            at.Rows,
            at.Accepted,
            at.Duplicates,
            at.Rejected,
            at.Rejected > 0 ? options.RejectFile : null,
            earlier?.Line
        );
    }

    private async Task SendAsync(
        ImportFile file,
        Checkpoint from,
        HttpClient ingest,
        ChannelWriter<Sending> sending,
        CancellationToken cancellationToken
    )
    {
        var client = new ImportClient(ingest, options.Patience, time);
        try
        {
            foreach (var batch in ImportBatch.Of(file.Rows(from.Offset, from.Line)))
            {
                // Not begun before there is room, so that no more than InFlight are under way.
                await sending.WaitToWriteAsync(cancellationToken);
                var results =
                    batch.Sent.Count == 0
                        ? Task.FromResult<IReadOnlyList<IntakeResult>>([])
                        : client.PostAsync(batch.Body(options), cancellationToken);
                await sending.WriteAsync(new Sending(batch, results), cancellationToken);
            }

            sending.Complete();
        }
#pragma warning disable CA1031 // Whoever reads the channel gets it.
        catch (Exception failed)
#pragma warning restore CA1031
        {
            sending.Complete(failed);
        }
    }

    /// <summary>Writes down what became of a batch; batches are settled in the order of the file.</summary>
    private static Checkpoint Settle(
        Checkpoint at,
        ImportBatch batch,
        IReadOnlyList<IntakeResult> results,
        RejectFile rejects
    )
    {
        var sent = batch.Sent;
        if (results.Count != sent.Count)
        {
            throw new ImportException($"Ingest answered for {results.Count} of {sent.Count} mentions.");
        }

        var refused = new Dictionary<ImportRow, IReadOnlyDictionary<string, string[]>>(
            ReferenceEqualityComparer.Instance
        );
        for (var index = 0; index < sent.Count; index++)
        {
            if (results[index] is { Status: IntakeStatus.Rejected } result)
            {
                refused[sent[index]] = result.Errors ?? new Dictionary<string, string[]>();
            }
        }

        foreach (var row in batch.Rows)
        {
            if ((row.Errors ?? refused.GetValueOrDefault(row)) is { } errors)
            {
                rejects.Add(row, errors);
            }
        }

        rejects.Flush();
        return at with
        {
            Offset = batch.NextOffset,
            Line = batch.NextLine,
            Rows = at.Rows + batch.Rows.Count,
            Accepted = at.Accepted + results.Count(result => result.Status == IntakeStatus.Accepted),
            Duplicates = at.Duplicates + results.Count(result => result.Status == IntakeStatus.Duplicate),
            Rejected = at.Rejected + batch.Rows.Count - sent.Count + refused.Count,
            RejectBytes = rejects.Length,
        };
    }

    private sealed record Sending(ImportBatch Batch, Task<IReadOnlyList<IntakeResult>> Results);

    private sealed class Pace(Checkpoint from, long totalBytes, TimeProvider time)
    {
        private readonly long _began = time.GetTimestamp();

        public ImportProgress At(Checkpoint at)
        {
            var seconds = time.GetElapsedTime(_began).TotalSeconds;
            var bytesPerSecond = seconds > 0 ? (at.Offset - from.Offset) / seconds : 0;
            return new ImportProgress(
                at.Rows,
                at.Offset,
                totalBytes,
                seconds > 0 ? (at.Rows - from.Rows) / seconds : 0,
                bytesPerSecond > 0 ? TimeSpan.FromSeconds((totalBytes - at.Offset) / bytesPerSecond) : null
            );
        }
    }
}
