using System.Text.Json;
using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Persons;

/// <summary>Erasures, newest first, with what was done where.</summary>
internal sealed class ErasureList(NpgsqlDataSource database)
{
    internal const string Page = """
        SELECT e.erasure_id, e.requested_by, e.requested_at, e.finished_at,
               (SELECT jsonb_agg(jsonb_build_object('service', a.service, 'at', a.at, 'erased', a.erased) ORDER BY a.service)
                  FROM router.erasure_answers a
                 WHERE a.erasure_id = e.erasure_id)::text AS done
          FROM router.erasures e
         WHERE (e.requested_at, e.erasure_id) < (@before, @beforeId)
         ORDER BY e.requested_at DESC, e.erasure_id DESC
         LIMIT @limit
        """;

    private const string One = """
        SELECT e.erasure_id, e.requested_by, e.requested_at, e.finished_at,
               (SELECT jsonb_agg(jsonb_build_object('service', a.service, 'at', a.at, 'erased', a.erased) ORDER BY a.service)
                  FROM router.erasure_answers a
                 WHERE a.erasure_id = e.erasure_id)::text AS done
          FROM router.erasures e
         WHERE e.erasure_id = @id
        """;

    public async Task<IReadOnlyList<ErasureView>> PageAsync(
        Instant before,
        Guid beforeId,
        int limit,
        CancellationToken cancellationToken
    ) =>
        await ReadAsync(
            Page,
            new
            {
                before,
                beforeId,
                limit,
            },
            cancellationToken
        );

    public async Task<ErasureView?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        (await ReadAsync(One, new { id }, cancellationToken)).SingleOrDefault();

    private async Task<IReadOnlyList<ErasureView>> ReadAsync(
        string sql,
        object parameters,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)
        );
        return [.. rows.Select(row => row.ToView())];
    }

    private sealed record Row
    {
        public Guid ErasureId { get; init; }
        public Guid RequestedBy { get; init; }
        public Instant RequestedAt { get; init; }
        public Instant? FinishedAt { get; init; }
        public required string Done { get; init; }

        public ErasureView ToView()
        {
            ErasedByService[] done =
            [
                .. JsonElement
                    .Parse(Done)
                    .EnumerateArray()
                    .Select(one => new ErasedByService(
                        one.GetProperty("service").GetString()!,
                        one.GetProperty("at").GetDateTimeOffset(),
                        one.GetProperty("erased")
                    )),
            ];
            return new ErasureView
            {
                Id = ErasureId,
                RequestedBy = RequestedBy,
                RequestedAt = RequestedAt.ToDateTimeOffset(),
                FinishedAt = FinishedAt?.ToDateTimeOffset(),
                Done = done,
                Awaited = FinishedAt is null ? AwaitedAfter(done) : [],
            };
        }

        /// <summary>Where all others have answered and it is not done, a text to the person has still to be sent from here.</summary>
        private static string[] AwaitedAfter(ErasedByService[] done) =>
            Erasures.Others.Except(done.Select(one => one.Service)).ToArray() is { Length: > 0 } others
                ? others
                : [Erasures.Router];
    }
}
