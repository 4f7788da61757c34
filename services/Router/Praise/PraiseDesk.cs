using System.Globalization;
using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Praise;
using TriageMesh.Platform.Database;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Team;

namespace TriageMesh.Router.Praise;

/// <summary>Runs what marketing does to a praising post: lock, decide, write the state and its event, commit.</summary>
internal sealed class PraiseDesk(NpgsqlDataSource database, PraiseReader praise, Signals signals, TimeProvider time)
{
    // Who acts is on record, so that history can name them; without room for tickets given automatically.
    /// <summary>Runs one command and answers with the item as it then is.</summary>
    public async Task<Results<Ok<PraiseDetail>, ValidationProblem, ProblemHttpResult>> RunAsync(
        long praiseId,
        ClaimsPrincipal user,
        string? ifMatch,
        Func<PraiseSession, CancellationToken, Task<ProblemHttpResult?>> act,
        CancellationToken cancellationToken
    )
    {
        var caller = Caller.From(user);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            var files = await PraiseFile.LockAsync(transaction, [praiseId], cancellationToken);
            if (!files.TryGetValue(praiseId, out var file))
            {
                return Unknown();
            }

            if (!Matches(ifMatch, file.State.Version))
            {
                return TypedResults.Problem(
                    statusCode: StatusCodes.Status412PreconditionFailed,
                    title: "The post has changed since.",
                    extensions: new Dictionary<string, object?>(StringComparer.Ordinal)
                    {
                        ["version"] = file.State.Version,
                    }
                );
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
            if (await act(new PraiseSession(file, caller, now), cancellationToken) is { } problem)
            {
                return problem;
            }

            await transaction.CommitAsync(cancellationToken);
        }

        signals.Outbox.Set();
        return await praise.FindAsync(praiseId, cancellationToken) is { } detail ? TypedResults.Ok(detail) : Unknown();
    }

    /// <summary>Runs one command that is nothing but a decision of the pure core.</summary>
    public Task<Results<Ok<PraiseDetail>, ValidationProblem, ProblemHttpResult>> RunAsync(
        long praiseId,
        ClaimsPrincipal user,
        string? ifMatch,
        Func<PraiseSession, PraiseCommand> command,
        CancellationToken cancellationToken
    ) =>
        RunAsync(
            praiseId,
            user,
            ifMatch,
            (session, token) => session.DecideAsync(command(session), token),
            cancellationToken
        );

    public static ProblemHttpResult Unknown() =>
        TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such post.");

    private static bool Matches(string? ifMatch, long version) =>
        string.IsNullOrWhiteSpace(ifMatch)
        || ifMatch == "*"
        || ifMatch.Split(',').Any(tag => tag.Trim().Trim('"') == version.ToString(CultureInfo.InvariantCulture));
}

/// <summary>One person at one praising post: its row locked, the transaction open.</summary>
internal sealed record PraiseSession(PraiseFile File, Caller Caller, Instant Now)
{
    /// <summary>Asks the pure core and writes what it decides.</summary>
    /// <returns>The refusal as problem details: 409 where the post stands in the way, 422 where the grant does not reach so far.</returns>
    public async Task<ProblemHttpResult?> DecideAsync(PraiseCommand command, CancellationToken cancellationToken) =>
        await File.DecideAsync(command, Caller.Id.ToString(), Now, cancellationToken) is { } refusal
            ? Refused(refusal)
            : null;

    private static ProblemHttpResult Refused(PraiseRefusal refusal) =>
        TypedResults.Problem(
            statusCode: refusal.Reason
                is PraiseRefusalReason.ScopeNotGranted
                    or PraiseRefusalReason.TerritoryNotGranted
                    or PraiseRefusalReason.ScopeNotAsked
                    or PraiseRefusalReason.TerritoryNotAsked
                    or PraiseRefusalReason.ExpiredAlready
                ? StatusCodes.Status422UnprocessableEntity
                : StatusCodes.Status409Conflict,
            title: refusal.Message,
            extensions: Facts(refusal)
        );

    private static Dictionary<string, object?> Facts(PraiseRefusal refusal)
    {
        var facts = new Dictionary<string, object?>(StringComparer.Ordinal) { ["reason"] = refusal.Reason.Wire() };
        if (FieldOf(refusal.Reason) is { } field)
        {
            facts["errors"] = new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [refusal.Message] };
        }

        return facts;
    }

    /// <summary>The field of the request that is wrong, where it is one.</summary>
    private static string? FieldOf(PraiseRefusalReason reason) =>
        reason switch
        {
            PraiseRefusalReason.ScopeNotAsked => "scopes",
            PraiseRefusalReason.TerritoryNotAsked => "territory",
            _ => null,
        };
}
