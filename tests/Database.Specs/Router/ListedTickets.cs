using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Defaults;
using TriageMesh.Router.Tickets;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>A ticket as a list sees it; its author is its name.</summary>
internal sealed record ListedTicket(string Author)
{
    public string Status { get; init; } = "open";
    public Guid Queue { get; init; } = RouterDefaults.Support;
    public Guid? Assignee { get; init; }

    /// <summary>Null where no clock runs.</summary>
    public int? DueInMinutes { get; init; }
    public int ResolvedMinutesAgo { get; init; }
    public bool NeedsReview { get; init; }
    public string? Order { get; init; }
    public string? Name { get; init; }
}

/// <summary>Puts tickets straight into the table and lists them the way the API does.</summary>
internal static class ListedTickets
{
    private const string Put = """
        WITH author AS (
          INSERT INTO router.authors (channel, account, author_id, name, handle)
          VALUES ('weibo', 'brand', @Author, coalesce(@Name, @Author), @Author))
        INSERT INTO router.tickets (
               channel, account, author_id, status, priority, label, confidence, needs_review, language, queue_id, assignee_id,
               policy_id, calendar_id, first_line, order_number, first_post_at, last_post_at, opened_at, last_seen,
               next_due_at, resolved_at)
        SELECT 'weibo', 'brand', @Author, @Status, 'normal', 'complaint', 0.9, @NeedsReview, 'en', @Queue, @Assignee,
               (SELECT min(policy_id) FROM router.policies), @AlwaysOpen, @Author, @Order, @now, @now, @now, 'x',
               @now + @DueInMinutes::int * interval '1 minute',
               CASE WHEN @Status IN ('resolved', 'closed') THEN @now - @ResolvedMinutesAgo * interval '1 minute' END
        RETURNING ticket_id
        """;

    private const string PutQueue = """
        INSERT INTO router.queues (queue_id, name, calendar_id) VALUES (@id, @name, @AlwaysOpen)
        """;

    public static async Task<Guid> AddQueueAsync(this RouterWorld world, string name)
    {
        var id = Guid.NewGuid();
        await world.SqlAsync(
            PutQueue,
            new
            {
                id,
                name,
                RouterDefaults.AlwaysOpen,
            }
        );
        return id;
    }

    public static Task<long> PutAsync(this RouterWorld world, ListedTicket ticket) =>
        world.OneAsync<long>(
            Put,
            new
            {
                ticket.Author,
                ticket.Name,
                ticket.Status,
                ticket.Queue,
                ticket.Assignee,
                ticket.DueInMinutes,
                ticket.ResolvedMinutesAgo,
                ticket.NeedsReview,
                ticket.Order,
                now = world.Now,
                RouterDefaults.AlwaysOpen,
            }
        );

    /// <summary>Asks for everything.</summary>
    public static readonly ListTicketsRequest Blank = new(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null
    );

    public static Task<Results<Ok<Page<TicketRow>>, ValidationProblem>> AskAsync(
        this RouterWorld world,
        ClaimsPrincipal person,
        ListTicketsRequest request
    ) =>
        ListTicketsEndpoint.HandleAsync(
            request,
            person,
            world.Get<TicketListing>(),
            world.Get<NpgsqlDataSource>(),
            Stop
        );

    public static async Task<Page<TicketRow>> PageAsync(
        this RouterWorld world,
        ClaimsPrincipal person,
        string? view = null,
        string? q = null,
        string? cursor = null,
        int? limit = null,
        Guid[]? assignees = null,
        params Guid[] queues
    )
    {
        var answer = await world.AskAsync(
            person,
            Blank with
            {
                View = view,
                Queue = queues,
                Assignee = assignees,
                Q = q,
                Cursor = cursor,
                Limit = limit,
            }
        );
        return answer.Result.ShouldBeOfType<Ok<Page<TicketRow>>>().Value!;
    }

    /// <summary>The authors of a view's first page.</summary>
    public static async Task<IReadOnlyList<string>> AuthorsAsync(
        this RouterWorld world,
        ClaimsPrincipal person,
        string? view = null,
        string? q = null,
        params Guid[] queues
    ) => [.. (await world.PageAsync(person, view, q, queues: queues)).Items.Select(row => row.FirstLine)];

    /// <summary>The tickets of all pages, in the order in which they came.</summary>
    public static async Task<IReadOnlyList<long>> WalkAsync(
        this RouterWorld world,
        ClaimsPrincipal person,
        string view,
        int limit,
        string? q = null
    )
    {
        var (walked, cursor) = (new List<long>(), (string?)null);
        do
        {
            var page = await world.PageAsync(person, view, q, cursor, limit);
            walked.AddRange(page.Items.Select(row => row.Id));
            cursor = page.Next;
        } while (cursor is not null && walked.Count <= 10_000);

        return walked;
    }
}
