using System.Text.Json;
using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Domain.Calendars;
using TriageMesh.Domain.Sla;
using TriageMesh.Platform.Http;

namespace TriageMesh.Router.Rules;

/// <summary>Keeps the newest <see cref="RuleBook"/> at hand; it is read again when any router has saved other rules.</summary>
/// <remarks>Whether any has is asked each time, by one number: what was saved before somebody asks holds for them.</remarks>
internal sealed class RuleBooks(NpgsqlDataSource database, TimeProvider time) : IDisposable
{
    // Asked before the rules are read, so that what is saved meanwhile makes them older than they are, never newer.
    private const string Version = """
        SELECT version FROM router.rules
        """;

    private const string Calendars = """
        SELECT calendar_id AS id, definition::text AS definition FROM router.calendars
        """;

    private const string Policies = """
        SELECT policy_id, policy_key, version, definition::text AS definition, effective_from,
               retired_at IS NOT NULL AS retired
          FROM router.policies
        """;

    private const string Queues = """
        SELECT queue_id, name, calendar_id, channels, accounts, is_default, lead_ids, acceptance_minutes, needs_order_number,
               return_after_minutes
          FROM router.queues
        """;

    private const string OrderPatterns = """
        SELECT channel, account, pattern FROM router.order_patterns
        """;

    private const string Duties = """
        SELECT DISTINCT duty, queue_id FROM router.duties
        """;

    private readonly SemaphoreSlim _loading = new(1, 1);
    private (RuleBook Book, long Version, int Changes)? _newest;
    private long _askedAt = long.MinValue;
    private int _changes;

    /// <summary>The rules as they stand this moment, whoever has changed them.</summary>
    public async ValueTask<RuleBook> LoadAsync(CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        await _loading.WaitAsync(cancellationToken);
        try
        {
            // Whoever waited here may find that it was asked after they came: one question answers all of them.
            if (Known() is { } fresh && _askedAt > since)
            {
                return fresh.Book;
            }

            var (at, changes) = (time.GetTimestamp(), Volatile.Read(ref _changes));
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            var version = await connection.ExecuteScalarAsync<long>(
                new CommandDefinition(Version, cancellationToken: cancellationToken)
            );
            var book =
                Known() is { } known && known.Version == version
                    ? known.Book
                    : await ReadAsync(connection, cancellationToken);
            (_newest, _askedAt) = ((book, version, changes), at);
            return book;
        }
        finally
        {
            _loading.Release();
        }
    }

    public void Dispose() => _loading.Dispose();

    /// <summary>Forgets what is at hand, because something was written by newer rules.</summary>
    public void Changed() => Interlocked.Increment(ref _changes);

    private (RuleBook Book, long Version)? Known() =>
        _newest is var (book, version, changes) && changes == Volatile.Read(ref _changes) ? (book, version) : null;

    private async Task<RuleBook> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var calendars = await connection.QueryAsync<CalendarRow>(
            new CommandDefinition(Calendars, cancellationToken: cancellationToken)
        );
        var policies = await connection.QueryAsync<PolicyRow>(
            new CommandDefinition(Policies, cancellationToken: cancellationToken)
        );
        var queues = await connection.QueryAsync<QueueRule>(
            new CommandDefinition(Queues, cancellationToken: cancellationToken)
        );
        var patterns = await connection.QueryAsync<OrderPatternRow>(
            new CommandDefinition(OrderPatterns, cancellationToken: cancellationToken)
        );
        var duties = await connection.QueryAsync<DutyRow>(
            new CommandDefinition(Duties, cancellationToken: cancellationToken)
        );
        return new RuleBook(
            calendars.Select(row => BusinessCalendar.From(row.Id, Read<CalendarDefinition>(row.Definition))),
            [
                .. policies.Select(row => new StoredPolicy(
                    row.PolicyId,
                    Read<PolicyDefinition>(row.Definition).Read(row.PolicyKey, row.Version, row.EffectiveFrom),
                    row.Retired
                )),
            ],
            queues,
            patterns,
            duties,
            Changed
        );
    }

    private static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, MeshJson.Options) ?? throw new JsonException("The definition is empty.");

    private sealed record CalendarRow
    {
        public Guid Id { get; init; }
        public required string Definition { get; init; }
    }

    private sealed record PolicyRow
    {
        public long PolicyId { get; init; }
        public Guid PolicyKey { get; init; }
        public int Version { get; init; }
        public required string Definition { get; init; }
        public Instant EffectiveFrom { get; init; }
        public bool Retired { get; init; }
    }
}
