using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Database;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Team;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Cases;

/// <summary>Runs what a person does to several tickets at once, under the locks that routing takes: authors, then tickets.</summary>
internal sealed class CaseDesk(
    NpgsqlDataSource database,
    RuleBooks rules,
    TicketReader tickets,
    TicketAfter after,
    TimeProvider time
)
{
    // The order of keys is that of routing, whatever the database's collation.
    private const string LockAuthors = """
        SELECT a.author_id
          FROM router.authors a
         WHERE (a.channel, a.account, a.author_id) IN (
               SELECT channel, account, author_id FROM router.tickets WHERE ticket_id = ANY (@ids))
         ORDER BY a.channel COLLATE "C", a.account COLLATE "C", a.author_id COLLATE "C"
           FOR NO KEY UPDATE
        """;

    /// <summary>Runs one command.</summary>
    /// <param name="ids">The tickets; the caller must see them all.</param>
    /// <param name="user">The caller.</param>
    /// <param name="ifMatch">The first ticket's version that the caller has before them.</param>
    /// <param name="act">What is done; gives the ticket that is the answer, or what stands in the way.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> RunAsync(
        long[] ids,
        ClaimsPrincipal user,
        string? ifMatch,
        Func<CaseSession, CancellationToken, Task<(long Answer, ProblemHttpResult? Stop)>> act,
        CancellationToken cancellationToken
    )
    {
        var caller = Caller.From(user);
        var book = await rules.LoadAsync(cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var scope = await TicketScope.LoadAsync(connection, caller, cancellationToken);
        CaseSession session;
        long answer;
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            CommandDefinition Command(string sql, object parameters) =>
                new(sql, parameters, transaction, cancellationToken: cancellationToken);

            await connection.ExecuteAsync(Command(LockAuthors, new { ids }));
            var files = await TicketStore.LockAsync(transaction, ids, book, cancellationToken);
            if (ids.Any(id => !files.TryGetValue(id, out var file) || !scope.Sees(file.State)))
            {
                return TicketProblems.Unknown();
            }

            if (!TicketDesk.Matches(ifMatch, files[ids[0]].State.Version))
            {
                return TicketProblems.Stale(files[ids[0]].State.Version);
            }

            await connection.ExecuteAsync(Command(KnownCaller.Put, KnownCaller.Of(caller)));
            var now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();
            session = new CaseSession(transaction, files, caller, now, book);
            (answer, var stop) = await act(session, cancellationToken);
            if (stop is not null)
            {
                return stop;
            }

            await session.WriteAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        foreach (var file in session.Files.Values)
        {
            after.Changed(file);
        }

        return TypedResults.Ok(
            (await tickets.FindAsync(connection, answer, scope with { All = true }, cancellationToken))!
        );
    }
}
