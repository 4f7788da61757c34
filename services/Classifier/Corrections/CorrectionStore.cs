using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;

namespace TriageMesh.Classifier.Corrections;

/// <summary>Takes corrections in, each once, and erases them.</summary>
internal sealed class CorrectionStore(NpgsqlDataSource database, TimeProvider time)
{
    // One at a time: which correction of a mention stands is decided over all of them.
    private const string TakeTurn = """
        SELECT pg_advisory_xact_lock(hashtext('classifier.corrections'))
        """;

    private const string Insert = """
        INSERT INTO classifier.corrections (correction_id, mention_id, channel, account, author_id, text, language, from_label,
                                            to_label, model_label, model_version, made_by, made_by_name, reason, made_at,
                                            state, received_at)
        SELECT @RelabelId, @MentionId, @Channel, @Account, @AuthorId, @Text, @Language, @from, @to, @model, @ModelVersion, @By,
               @ByName, @Reason, @at, 'stands', @now
         WHERE NOT EXISTS (SELECT FROM classifier.erased_corrections WHERE correction_id = @RelabelId)
            ON CONFLICT (correction_id) DO NOTHING
        """;

    private const string Settle = """
        UPDATE classifier.corrections c
           SET state = CASE WHEN c.correction_id = l.correction_id THEN 'stands'
                            WHEN c.to_label = l.to_label THEN 'confirmed'
                            ELSE 'undone' END
          FROM (SELECT DISTINCT ON (mention_id) mention_id, correction_id, to_label
                  FROM classifier.corrections
                 WHERE mention_id = ANY (@mentions)
                 ORDER BY mention_id, correction_id DESC) l
         WHERE c.mention_id = l.mention_id
        """;

    private const string EraseMention = """
        WITH gone AS (
          DELETE FROM classifier.corrections WHERE mention_id = @mentionId RETURNING correction_id
        ), kept_out AS (
          INSERT INTO classifier.erased_corrections (correction_id, erased_at) SELECT correction_id, @now FROM gone
        )
        SELECT count(*)::int FROM gone
        """;

    private const string EraseAuthor = """
        WITH gone AS (
          DELETE FROM classifier.corrections
           WHERE (channel = @channel AND (@account::text IS NULL OR account = @account) AND author_id = @authorId)
              OR correction_id = ANY (@relabels)
          RETURNING correction_id
        ), kept_out AS (
          INSERT INTO classifier.erased_corrections (correction_id, erased_at)
          SELECT correction_id, @now FROM gone
           UNION
          SELECT correction_id, @now FROM unnest(@relabels) AS correction_id
              ON CONFLICT (correction_id) DO NOTHING
        )
        SELECT count(*)::int FROM gone
        """;

    /// <summary>Keeps what is new among <paramref name="relabels"/>.</summary>
    /// <returns>How many were new.</returns>
    public async Task<int> KeepAsync(IReadOnlyList<MentionRelabelled> relabels, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql, object? parameters = null) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        await connection.ExecuteAsync(Command(TakeTurn));
        var kept = await connection.ExecuteAsync(Command(Insert, relabels.Select(Parameters).ToList()));
        if (kept > 0)
        {
            var mentions = relabels.Select(relabel => relabel.MentionId).Distinct().ToArray();
            await connection.ExecuteAsync(Command(Settle, new { mentions }));
        }

        await transaction.CommitAsync(cancellationToken);
        return kept;
    }

    /// <summary>Erases all corrections of a mention.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> EraseMentionAsync(Guid mentionId, CancellationToken cancellationToken) =>
        EraseAsync(EraseMention, new { mentionId, now = Now }, cancellationToken);

    /// <summary>Erases all corrections of what an author wrote to an account, or to any.</summary>
    /// <param name="channel">The author's channel.</param>
    /// <param name="account">The account; null: any.</param>
    /// <param name="authorId">The author's id there.</param>
    /// <param name="relabels">Corrections of theirs by number, which may not have come yet and never shall.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>How many there were.</returns>
    public Task<int> EraseAuthorAsync(
        string channel,
        string? account,
        string authorId,
        IReadOnlyList<long> relabels,
        CancellationToken cancellationToken
    ) =>
        EraseAsync(
            EraseAuthor,
            new
            {
                channel,
                account,
                authorId,
                relabels = relabels.ToArray(),
                now = Now,
            },
            cancellationToken
        );

    private async Task<int> EraseAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string statement, object? values = null) =>
            new(statement, values, transaction, cancellationToken: cancellationToken);

        // Whoever takes one in meanwhile has done so before, or finds it erased.
        await connection.ExecuteAsync(Command(TakeTurn));
        var erased = await connection.ExecuteScalarAsync<int>(Command(sql, parameters));
        await transaction.CommitAsync(cancellationToken);
        return erased;
    }

    private object Parameters(MentionRelabelled relabel) =>
        new
        {
            relabel.RelabelId,
            relabel.MentionId,
            relabel.Channel,
            relabel.Account,
            relabel.AuthorId,
            relabel.Text,
            relabel.Language,
            from = relabel.FromLabel.Wire(),
            to = relabel.ToLabel.Wire(),
            model = relabel.ModelLabel.Wire(),
            relabel.ModelVersion,
            relabel.By,
            relabel.ByName,
            relabel.Reason,
            at = Instant.FromDateTimeOffset(relabel.At),
            now = Now,
        };

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());
}
