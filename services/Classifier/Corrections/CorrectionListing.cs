using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Classifier.Corrections;

/// <summary>Which corrections are meant; what is null does not matter.</summary>
internal sealed record CorrectionFilter
{
    public string? Language { get; init; }

    /// <summary>What the person said.</summary>
    public Label? To { get; init; }
    public Label? From { get; init; }
    public string? ModelVersion { get; init; }
    public CorrectionState? State { get; init; }
    public DateTimeOffset? Since { get; init; }
    public DateTimeOffset? Until { get; init; }
}

/// <summary>Corrections, newest first.</summary>
internal sealed class CorrectionListing(NpgsqlDataSource database)
{
    private const string Columns = """
        SELECT correction_id, mention_id, channel, account, author_id, text, language, from_label, to_label, model_label,
               model_version, made_by, made_by_name, reason, made_at, state
          FROM classifier.corrections
        """;

    private const string Filtered = $"""
        {Columns}
         WHERE (@before::bigint IS NULL OR correction_id < @before)
           AND (@language::text IS NULL OR language = @language)
           AND (@to::text IS NULL OR to_label = @to)
           AND (@from::text IS NULL OR from_label = @from)
           AND (@modelVersion::text IS NULL OR model_version = @modelVersion)
           AND (@state::text IS NULL OR state = @state)
           AND (@since::timestamptz IS NULL OR made_at >= @since)
           AND (@until::timestamptz IS NULL OR made_at < @until)
         ORDER BY correction_id DESC
        """;

    private const string Page = $"{Filtered} LIMIT @limit";

    private const string Standing = $"{Columns} WHERE state = 'stands' ORDER BY correction_id";

    /// <summary>One page, after the correction numbered <paramref name="before"/>.</summary>
    public async Task<IReadOnlyList<CorrectionView>> PageAsync(
        CorrectionFilter filter,
        long? before,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(Page, Parameters(filter, before, limit), cancellationToken: cancellationToken)
        );
        return [.. rows.Select(row => row.ToView())];
    }

    /// <summary>All of them, one after the other.</summary>
    public async IAsyncEnumerable<CorrectionView> StreamAsync(
        CorrectionFilter filter,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await foreach (
            var row in connection
                .QueryUnbufferedAsync<Row>(Filtered, Parameters(filter, before: null, limit: null))
                .WithCancellation(cancellationToken)
        )
        {
            yield return row.ToView();
        }
    }

    /// <summary>The latest word about each mention, oldest first: what there is to learn.</summary>
    public async Task<IReadOnlyList<CorrectionView>> StandingAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(Standing, cancellationToken: cancellationToken)
        );
        return [.. rows.Select(row => row.ToView())];
    }

    private static object Parameters(CorrectionFilter filter, long? before, int? limit) =>
        new
        {
            before,
            limit,
            filter.Language,
            to = filter.To?.Wire(),
            from = filter.From?.Wire(),
            filter.ModelVersion,
            state = filter.State?.Wire(),
            since = filter.Since?.UtcDateTime,
            until = filter.Until?.UtcDateTime,
        };

    private sealed record Row
    {
        public long CorrectionId { get; init; }
        public Guid MentionId { get; init; }
        public required string Channel { get; init; }
        public required string Account { get; init; }
        public required string AuthorId { get; init; }
        public required string Text { get; init; }
        public required string Language { get; init; }
        public required string FromLabel { get; init; }
        public required string ToLabel { get; init; }
        public required string ModelLabel { get; init; }
        public required string ModelVersion { get; init; }
        public Guid MadeBy { get; init; }
        public string? MadeByName { get; init; }
        public string? Reason { get; init; }
        public Instant MadeAt { get; init; }
        public required string State { get; init; }

        public CorrectionView ToView() =>
            new()
            {
                Id = CorrectionId,
                MentionId = MentionId,
                Channel = Channel,
                Account = Account,
                AuthorId = AuthorId,
                Text = Text,
                Language = Language,
                From = WireName<Label>.Parse(FromLabel),
                To = WireName<Label>.Parse(ToLabel),
                ModelLabel = WireName<Label>.Parse(ModelLabel),
                ModelVersion = ModelVersion,
                By = MadeBy,
                ByName = MadeByName,
                Reason = Reason,
                At = MadeAt.ToDateTimeOffset(),
                State = WireName<CorrectionState>.Parse(State),
                HeldOut = HeldOutShare.Holds(MentionId),
            };
    }
}
