using System.Globalization;
using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Desk.Audit;

/// <summary>The audit log's lines, newest first.</summary>
internal sealed class AuditLines(NpgsqlDataSource database)
{
    internal const string Page = """
        SELECT line.audit_id, line.at, line.actor_kind, line.actor_id, coalesce(account.user_name, token.name) AS actor,
               line.area, line.act, line.target, coalesce(person.user_name, program.name) AS target_name, line.detail, line.status
          FROM desk.audit line
          LEFT JOIN desk.accounts account ON account.account_id = line.actor_id
          LEFT JOIN desk.api_tokens token ON token.token_id = line.actor_id
          LEFT JOIN desk.accounts person
            ON person.account_id = CASE
                 WHEN line.area IN ('accounts', 'sign_in', 'team') AND line.target ~ '^[0-9a-f-]{36}$' THEN line.target::uuid
               END
          LEFT JOIN desk.api_tokens program
            ON program.token_id = CASE
                 WHEN line.area = 'tokens' AND line.target ~ '^[0-9a-f-]{36}$' THEN line.target::uuid
               END
         WHERE (line.at, line.audit_id) < (@before, @beforeId)
           AND (@area::text IS NULL OR line.area = @area)
           AND (@actor::uuid IS NULL OR line.actor_id = @actor)
           AND (@target::text IS NULL OR line.target = @target)
           AND (@since::timestamptz IS NULL OR line.at >= @since)
           AND (@outcome::text IS NULL
                 OR (@outcome = 'done' AND line.status < 400)
                 OR (@outcome = 'refused' AND line.status >= 400 AND line.status < 500)
                 OR (@outcome = 'failed' AND line.status >= 500)
                 OR (@outcome = 'unknown' AND line.status IS NULL))
         ORDER BY line.at DESC, line.audit_id DESC
         LIMIT @limit
        """;

    public async Task<IReadOnlyList<AuditEntry>> ReadAsync(
        AuditQuestion question,
        AuditCursor? cursor,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var before = cursor ?? new AuditCursor(question.Until ?? AuditCursor.Latest, 0);
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(
                Page,
                new
                {
                    before = before.At,
                    beforeId = before.Id,
                    question.Area,
                    question.Actor,
                    question.Target,
                    since = question.Since,
                    outcome = question.Outcome?.Wire(),
                    limit,
                },
                cancellationToken: cancellationToken
            )
        );
        return [.. rows.Select(row => row.ToEntry())];
    }

    private sealed record Row
    {
        public required long AuditId { get; init; }
        public required Instant At { get; init; }
        public required string ActorKind { get; init; }
        public Guid? ActorId { get; init; }
        public string? Actor { get; init; }
        public required string Area { get; init; }
        public required string Act { get; init; }
        public string? Target { get; init; }
        public string? TargetName { get; init; }
        public string? Detail { get; init; }
        public int? Status { get; init; }

        public AuditEntry ToEntry() =>
            new()
            {
                Id = AuditId,
                At = At.ToDateTimeOffset(),
                ActorKind = ActorKind,
                ActorId = ActorId,
                Actor = Actor,
                Area = Area,
                Act = Act,
                Target = Target,
                TargetName = TargetName,
                Detail = Detail,
                Outcome = Status switch
                {
                    null => AuditOutcome.Unknown,
                    < 400 => AuditOutcome.Done,
                    < 500 => AuditOutcome.Refused,
                    _ => AuditOutcome.Failed,
                },
                Status = Status,
            };
    }
}

/// <summary>Which lines are asked for; a part that is null leaves nothing out.</summary>
internal sealed record AuditQuestion
{
    public string? Area { get; init; }
    public Guid? Actor { get; init; }
    public string? Target { get; init; }
    public AuditOutcome? Outcome { get; init; }

    /// <summary>The first moment that counts.</summary>
    public Instant? Since { get; init; }

    /// <summary>The first moment that no longer counts.</summary>
    public Instant? Until { get; init; }
}

/// <summary>The line after which the next page goes on.</summary>
internal sealed record AuditCursor(Instant At, long Id)
{
    public static readonly Instant Latest = Instant.FromUtc(9999, 1, 1, 0, 0);

    public static AuditCursor After(AuditEntry last) => new(Instant.FromDateTimeOffset(last.At), last.Id);

    public static bool TryParse(string? text, out AuditCursor? cursor)
    {
        cursor = null;
        var parts = text?.Split('.') ?? [];
        if (
            parts.Length != 2
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || ticks > Latest.ToUnixTimeTicks()
        )
        {
            return false;
        }

        cursor = new AuditCursor(Instant.FromUnixTimeTicks(ticks), id);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.ToUnixTimeTicks()}.{Id}");
}
