using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Npgsql;
using TriageMesh.Domain.Tickets;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Assignment;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Tickets;

/// <summary>One person at one ticket: its row locked, the transaction open.</summary>
internal sealed class TicketSession(
    NpgsqlTransaction transaction,
    TicketFile file,
    Caller caller,
    TicketScope scope,
    Instant now,
    TicketSettings settings
)
{
    public TicketFile File { get; } = file;

    public Caller Caller { get; } = caller;

    /// <summary>What the caller may see.</summary>
    public TicketScope Scope { get; } = scope;

    public Instant Now { get; } = now;

    public string Actor => Caller.Id.ToString();

    /// <summary>Asks the pure core and applies what it decides.</summary>
    /// <returns>The refusal, if it is one.</returns>
    public CommandStop? Decide(TicketCommand command, string? cause = null)
    {
        var decision = TicketLife.Decide(File.State, command, Now, settings);
        File.Apply(decision.Changes, Actor, Now, cause);
        return decision.Refusal is { } refusal ? new CommandStop(TicketProblems.Refused(refusal)) : null;
    }

    /// <summary>Runs a statement within the transaction.</summary>
    public Task<int> ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken)
        );

    /// <summary>Reads at most one row within the transaction.</summary>
    public Task<T?> FindAsync<T>(string sql, object parameters, CancellationToken cancellationToken) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<T?>(
            new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken)
        );

    /// <summary>Reads rows within the transaction.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(
        string sql,
        object parameters,
        CancellationToken cancellationToken
    ) =>
        [
            .. await transaction.Connection!.QueryAsync<T>(
                new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken)
            ),
        ];

    /// <summary>Who could take the ticket if it is reopened.</summary>
    public Task<ReopenHands> HandsAsync(RuleBook book, CancellationToken cancellationToken) =>
        AgentsOnDuty.HandsForAsync(transaction, File.State, book.Queue(File.State.QueueId), Now, cancellationToken);

    /// <summary>True where somebody is there to be given work.</summary>
    public async Task<bool> IsOnDutyAsync(Guid agent, CancellationToken cancellationToken) =>
        (await AgentsOnDuty.RoomForReturnersAsync(transaction, [agent], Now, cancellationToken)).ContainsKey(agent);

    /// <summary>The caller has answered the author.</summary>
    public Task RememberAnswerAsync(CancellationToken cancellationToken) =>
        LastAnswers.PutAsync(transaction, File.Stored, Caller.Id, Now, cancellationToken);

    /// <summary>The connection, for what reads by itself.</summary>
    public NpgsqlConnection Connection => transaction.Connection!;
}

/// <summary>Why a command stops with nothing changed.</summary>
internal sealed record CommandStop(ProblemHttpResult Problem);
