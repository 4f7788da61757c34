using System.Globalization;
using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;
using TriageMesh.Platform.Database;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Team;

namespace TriageMesh.Router.Tickets;

/// <summary>Runs what a person does to a ticket: lock, decide, write the state and its events, commit, tell.</summary>
internal sealed class TicketDesk(
    NpgsqlDataSource database,
    RuleBooks rules,
    IOptions<TicketOptions> options,
    TicketReader tickets,
    TicketAfter after,
    TimeProvider time
)
{
    private readonly TicketSettings _settings = options.Value.ToSettings();

    /// <summary>Runs one command and answers with the ticket as it then is.</summary>
    public async Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> RunAsync(
        long ticketId,
        ClaimsPrincipal user,
        string? ifMatch,
        Func<TicketSession, CancellationToken, Task<CommandStop?>> act,
        CancellationToken cancellationToken
    )
    {
        var (detail, stop) = await TryAsync(ticketId, user, ifMatch, act, cancellationToken);
        return detail is not null ? TypedResults.Ok(detail) : stop!.Problem;
    }

    /// <summary>Runs one command that is nothing but a decision of the pure core.</summary>
    public Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> RunAsync(
        long ticketId,
        ClaimsPrincipal user,
        string? ifMatch,
        Func<TicketSession, TicketCommand> command,
        string? cause,
        CancellationToken cancellationToken
    ) =>
        RunAsync(
            ticketId,
            user,
            ifMatch,
            (session, _) => Task.FromResult(session.Decide(command(session), cause)),
            cancellationToken
        );

    /// <summary>Runs one command; either the ticket as it then is, or what stopped it.</summary>
    public async Task<(TicketDetail? Detail, CommandStop? Stop)> TryAsync(
        long ticketId,
        ClaimsPrincipal user,
        string? ifMatch,
        Func<TicketSession, CancellationToken, Task<CommandStop?>> act,
        CancellationToken cancellationToken
    )
    {
        var caller = Caller.From(user);
        var book = await rules.LoadAsync(cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var scope = await TicketScope.LoadAsync(connection, caller, cancellationToken);
        TicketFile? file;
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            var files = await TicketStore.LockAsync(transaction, [ticketId], book, cancellationToken);
            file = files.GetValueOrDefault(ticketId);
            if (file is null || !scope.Sees(file.State))
            {
                return (null, new CommandStop(TicketProblems.Unknown()));
            }

            if (!Matches(ifMatch, file.State.Version))
            {
                return (null, new CommandStop(TicketProblems.Stale(file.State.Version)));
            }

            await connection.ExecuteAsync(
                new CommandDefinition(
                    KnownCaller.Put,
                    KnownCaller.Of(caller),
                    transaction,
                    cancellationToken: cancellationToken
                )
            );
            var now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();
            var session = new TicketSession(transaction, file, caller, scope, now, _settings);
            if (await act(session, cancellationToken) is { } stop)
            {
                return (null, stop);
            }

            await TicketWrites.WriteAsync(transaction, [file], cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        after.Changed(file);
        // Whoever has just worked on it sees what came of it, also where it has left their queues.
        return (await tickets.FindAsync(connection, ticketId, scope with { All = true }, cancellationToken), null);
    }

    /// <summary>True without a condition, for <c>*</c>, and for the ETag of this version.</summary>
    internal static bool Matches(string? ifMatch, long version) =>
        string.IsNullOrWhiteSpace(ifMatch)
        || ifMatch == "*"
        || ifMatch.Split(',').Any(tag => tag.Trim().Trim('"') == version.ToString(CultureInfo.InvariantCulture));
}
