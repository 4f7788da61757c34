using System.Data.Common;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;
using TriageMesh.Desk.Tokens;
using TriageMesh.Platform.Security;

namespace TriageMesh.Desk.Audit;

/// <summary>Writes down who did what. The line comes before the act, so that what cannot be written down is not done.</summary>
internal sealed partial class AuditLog(NpgsqlDataSource database, TimeProvider time, ILogger<AuditLog> logger)
{
    private const int LongestTarget = 200;

    private const string Insert = """
        INSERT INTO desk.audit (at, actor_kind, actor_id, area, act, target, detail, status)
        VALUES (@now, @actorKind, @actorId, @Area, @Name, @target, @detail, @status)
        RETURNING audit_id
        """;

    private const string Close = """
        UPDATE desk.audit
           SET status = @status, target = coalesce(target, @target), detail = coalesce(detail, @detail)
         WHERE audit_id = @id AND status IS NULL
        """;

    /// <summary>Writes down what is over already.</summary>
    public Task AddAsync(
        AuditAct act,
        Guid? actor,
        string? target,
        string detail,
        int status,
        CancellationToken cancellationToken
    ) => InsertAsync(act, actor is null ? "nobody" : "person", actor, target, detail, status, cancellationToken);

    /// <summary>Writes down that somebody was turned away.</summary>
    public async Task RefusedAsync(HttpContext context)
    {
        if (AuditActs.Of(context.Request) is not ({ } act, var target))
        {
            return;
        }

        var (kind, id) = Actor(context);
        await InsertAsync(act, kind, id, target, null, StatusCodes.Status403Forbidden, context.RequestAborted);
    }

    /// <summary>Does what the route does, with a line before and its outcome after.</summary>
    public async Task AroundAsync(HttpContext context, RequestDelegate act)
    {
        if (AuditActs.Of(context.Request) is not ({ } what, var target))
        {
            await act(context);
            return;
        }

        var (kind, id) = Actor(context);
        var line = await InsertAsync(what, kind, id, target, null, null, context.RequestAborted);
        var status = StatusCodes.Status500InternalServerError;
        try
        {
            await act(context);
            status = context.Response.StatusCode;
        }
        catch (BadHttpRequestException bad)
        {
            status = bad.StatusCode;
            throw;
        }
        finally
        {
            await CloseAsync(line, status, MadeId(context.Response), AuditDetail.Of(context));
        }
    }

    private async Task<long> InsertAsync(
        AuditAct act,
        string actorKind,
        Guid? actorId,
        string? target,
        string? detail,
        int? status,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>(
            new CommandDefinition(
                Insert,
                new
                {
                    now = Instant.FromDateTimeOffset(time.GetUtcNow()),
                    actorKind,
                    actorId,
                    act.Area,
                    act.Name,
                    target = Plain(target),
                    detail,
                    status,
                },
                cancellationToken: cancellationToken
            )
        );
    }

    /// <summary>The act is over: whoever asked may have gone, the outcome is written down all the same.</summary>
    private async Task CloseAsync(long id, int status, string? target, string? detail)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
            await connection.ExecuteAsync(
                new CommandDefinition(
                    Close,
                    new
                    {
                        id,
                        status,
                        target,
                        detail,
                    },
                    cancellationToken: CancellationToken.None
                )
            );
        }
        catch (Exception away) when (away is DbException or TimeoutException)
        {
            LogOpen(id, status);
        }
    }

    /// <summary>The same id is the same text, however it was written.</summary>
    private static string? Plain(string? target) =>
        Guid.TryParse(target, out var id) ? id.ToString()
        : target is { Length: > LongestTarget } ? target[..LongestTarget]
        : target;

    private static (string Kind, Guid? Id) Actor(HttpContext context) =>
        context.User.FindFirst(Caller.IdClaim) is null ? ("nobody", null)
        : context.User.Identity?.AuthenticationType == TokenAuthentication.Scheme
            ? ("program", Caller.From(context.User).Id)
        : ("person", Caller.From(context.User).Id);

    /// <summary>What was made has its id in the address that the answer names.</summary>
    private static string? MadeId(HttpResponse response) =>
        response.StatusCode == StatusCodes.Status201Created
        && response.Headers.Location.ToString() is { Length: > 0 } at
            ? at[(at.LastIndexOf('/') + 1)..]
            : null;

    [LoggerMessage(
        EventId = 4050,
        Level = LogLevel.Error,
        Message = "Audit line {Id} could not be told that its outcome was {Status}"
    )]
    private partial void LogOpen(long id, int status);
}
