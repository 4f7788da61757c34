using System.Globalization;
using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Notifications;

/// <summary>GET /me/notifications: what the caller should hear of, newest first.</summary>
internal static class NotificationEndpoints
{
    private const int MaxPage = 200;

    internal const string List = """
        SELECT n.notification_id, n.kind, n.ticket_id, coalesce(g.name, n.actor) AS by_name,
               coalesce(n.clock || ' ' || n.level, n.reason) AS reason, n.at,
               n.read_at IS NOT NULL AS read
          FROM router.notifications n
          LEFT JOIN router.agents g ON g.agent_id::text = n.actor
         WHERE n.agent_id = @me AND n.notification_id < @before AND (@unread IS FALSE OR n.read_at IS NULL)
         ORDER BY n.notification_id DESC
         LIMIT @size
        """;

    private const string MarkRead = """
        UPDATE router.notifications
           SET read_at = @now
         WHERE agent_id = @me AND notification_id <= @UpTo AND read_at IS NULL
        """;

    public static void MapNotifications(this IEndpointRouteBuilder api)
    {
        api.MapGet("/me/notifications", ListAsync).RequireAuthorization(Allow.Support).WithName("ListNotifications");
        api.MapPost("/me/notifications/read", ReadAsync)
            .RequireAuthorization(Allow.Support)
            .WithName("ReadNotifications");
    }

    internal static async Task<Ok<Page<NotificationView>>> ListAsync(
        ClaimsPrincipal user,
        NpgsqlDataSource database,
        bool? unread,
        string? cursor,
        int? limit,
        CancellationToken cancellationToken
    )
    {
        var size = Math.Clamp(limit ?? 50, 1, MaxPage);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = (
            await connection.QueryAsync<Row>(
                new CommandDefinition(
                    List,
                    new
                    {
                        me = Caller.From(user).Id,
                        before = Cursor.Before(cursor),
                        unread = unread ?? false,
                        size,
                    },
                    cancellationToken: cancellationToken
                )
            )
        ).AsList();
        return TypedResults.Ok(
            new Page<NotificationView>(
                [.. rows.Select(row => row.ToView())],
                rows.Count < size ? null : Cursor.Write(rows[^1].NotificationId.ToString(CultureInfo.InvariantCulture))
            )
        );
    }

    internal static async Task<NoContent> ReadAsync(
        NotificationsReadRequest request,
        ClaimsPrincipal user,
        NpgsqlDataSource database,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                MarkRead,
                new
                {
                    me = Caller.From(user).Id,
                    request.UpTo,
                    now = Instant.FromDateTimeOffset(time.GetUtcNow()),
                },
                cancellationToken: cancellationToken
            )
        );
        return TypedResults.NoContent();
    }

    private sealed record Row
    {
        public long NotificationId { get; init; }
        public required string Kind { get; init; }
        public long TicketId { get; init; }
        public required string ByName { get; init; }
        public string? Reason { get; init; }
        public Instant At { get; init; }
        public bool Read { get; init; }

        public NotificationView ToView() =>
            new()
            {
                Id = NotificationId,
                Kind = Kind,
                TicketId = TicketId,
                Number = TicketNumber.Of(TicketId),
                By = ByName,
                Reason = Reason,
                At = At.ToDateTimeOffset(),
                Read = Read,
            };
    }
}
