using System.Text.Json;
using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Domain.Calendars;
using TriageMesh.Domain.Sla;
using TriageMesh.Platform.Http;

namespace TriageMesh.Router.Rules;

/// <summary>Keeps the newest <see cref="RuleBook"/> at hand; it is read again when it is two seconds old or has been changed here.</summary>
internal sealed class RuleBooks(NpgsqlDataSource database, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(2);

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
    private (RuleBook Book, long At)? _newest;
    private int _changes;

    /// <summary>The rules as they stand.</summary>
    public async ValueTask<RuleBook> LoadAsync(CancellationToken cancellationToken)
    {
        if (Fresh() is { } fresh)
        {
            return fresh;
        }

        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (Fresh() is { } other)
            {
                return other;
            }

            var (at, changes) = (time.GetTimestamp(), Volatile.Read(ref _changes));
            var book = await ReadAsync(cancellationToken);
            // What was changed while it was read may not be in it.
            _newest = changes == Volatile.Read(ref _changes) ? (book, at) : null;
            return book;
        }
        finally
        {
            _loading.Release();
        }
    }

    public void Dispose() => _loading.Dispose();

    /// <summary>Forgets what is at hand, because it was changed here or something was written by newer rules.</summary>
    public void Changed()
    {
        Interlocked.Increment(ref _changes);
        _newest = null;
    }

    /// <summary>The rules as they stand this moment, whoever has changed them.</summary>
    public ValueTask<RuleBook> LoadNewestAsync(CancellationToken cancellationToken)
    {
        Changed();
        return LoadAsync(cancellationToken);
    }

    private RuleBook? Fresh() =>
        _newest is var (book, at) && time.GetElapsedTime(at) is var age && age >= TimeSpan.Zero && age < GoodFor
            ? book
            : null;

    private async Task<RuleBook> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
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
