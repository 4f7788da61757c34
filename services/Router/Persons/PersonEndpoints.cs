using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;
using TriageMesh.Platform.Security;

namespace TriageMesh.Router.Persons;

/// <summary>GET /persons finds what is kept of an author, /persons/export gives it, POST /persons/erase takes it away; GET /erasures says where.</summary>
internal static class PersonEndpoints
{
    private const int MaxPage = 200;

    private const string Parked = "parked";

    private const string Handles = """
        SELECT DISTINCT unnest(array_remove(ARRAY[handle, name], NULL))
          FROM router.authors
         WHERE channel = @channel AND author_id = @authorId
         ORDER BY 1
        """;

    public static void AddPersons(this IServiceCollection services) =>
        services
            .AddSingleton<Erasures>()
            .AddSingleton<ErasureList>()
            .AddSingleton<ErasureOutbox>()
            .AddSingleton<TicketsOfTheErased>();

    public static void MapPersons(this IEndpointRouteBuilder api)
    {
        var admin = api.MapGroup("").RequireAuthorization(Allow.Admins).WithTags("persons");
        admin.MapGet("/persons", FindAsync).WithName("FindPerson");
        admin
            .MapGet("/persons/export", ExportAsync)
            .Produces(StatusCodes.Status200OK, contentType: "application/jsonl")
            .ProducesValidationProblem()
            .WithName("ExportPerson");
        admin.MapPost("/persons/erase", EraseAsync).WithName("ErasePerson");
        admin.MapGet("/erasures", ListAsync).WithName("ListErasures");
        admin.MapGet("/erasures/{id:guid}", GetAsync).WithName("GetErasure");
    }

    internal static async Task<Results<Ok<KeptOfPerson>, ValidationProblem>> FindAsync(
        NpgsqlDataSource database,
        CancellationToken cancellationToken,
        string? channel = null,
        [FromQuery(Name = "author_id")] string? authorId = null
    )
    {
        if (Wrong(channel, authorId) is { } wrong)
        {
            return wrong;
        }

        var parameters = new { channel, authorId };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        CommandDefinition Command(string sql) => new(sql, parameters, cancellationToken: cancellationToken);
        var handles = (await connection.QueryAsync<string>(Command(Handles))).AsList();
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var kind in PersonRows.All.Keys)
        {
            rows[kind] = await connection.ExecuteScalarAsync<int>(Command(PersonRows.Count(kind)));
        }

        rows[Parked] = (await ParkedAsync(connection, channel!, authorId!, cancellationToken)).Count;
        return TypedResults.Ok(new KeptOfPerson(channel!, authorId!, handles, rows));
    }

    /// <summary>One row a line: its kind, and what is in it.</summary>
    internal static async Task<IResult> ExportAsync(
        NpgsqlDataSource database,
        HttpContext context,
        CancellationToken cancellationToken,
        string? channel = null,
        [FromQuery(Name = "author_id")] string? authorId = null
    )
    {
        if (Wrong(channel, authorId) is { } wrong)
        {
            return wrong;
        }

        context.Response.ContentType = "application/jsonl; charset=utf-8";
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        foreach (var kind in PersonRows.All.Keys)
        {
            var rows = connection.QueryUnbufferedAsync<string>(PersonRows.Export(kind), new { channel, authorId });
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                await WriteAsync(kind, row);
            }
        }

        foreach (var part in await ParkedAsync(connection, channel!, authorId!, cancellationToken))
        {
            await WriteAsync(Parked, JsonSerializer.Serialize(part, MeshJson.Options));
        }

        return TypedResults.Empty;

        ValueTask WriteAsync(string kind, string row) =>
            context.Response.Body.WriteAsync(
                Encoding.UTF8.GetBytes($"{{\"kind\":\"{kind}\",\"row\":{row}}}\n"),
                cancellationToken
            );
    }

    private static async Task<IReadOnlyList<ParkedPart>> ParkedAsync(
        NpgsqlConnection connection,
        string channel,
        string authorId,
        CancellationToken cancellationToken
    )
    {
        var tickets = await connection.QueryAsync<long>(
            new CommandDefinition(PersonRows.Tickets, new { channel, authorId }, cancellationToken: cancellationToken)
        );
        return await ParkedOfPerson.ReadAsync(connection, channel, authorId, tickets, cancellationToken);
    }

    internal static async Task<Results<Accepted<ErasureView>, ValidationProblem, ProblemHttpResult>> EraseAsync(
        ErasePerson request,
        ClaimsPrincipal user,
        Erasures erasures,
        ErasureList list,
        CancellationToken cancellationToken
    )
    {
        if (Wrong(request.Channel, request.AuthorId) is { } wrong)
        {
            return wrong;
        }

        var by = Caller.From(user).Id;
        if (await erasures.RequestAsync(request.Channel!, request.AuthorId!, by, cancellationToken) is not { } id)
        {
            return TypedResults.Problem(
                statusCode: StatusCodes.Status409Conflict,
                title: "A text to this person is still to be sent. Ask again in a moment."
            );
        }

        return TypedResults.Accepted($"/api/v1/erasures/{id}", await list.FindAsync(id, cancellationToken));
    }

    private static async Task<Ok<Page<ErasureView>>> ListAsync(
        ErasureList list,
        CancellationToken cancellationToken,
        string? cursor = null,
        int limit = 50
    )
    {
        var (size, after) = (Math.Clamp(limit, 1, MaxPage), Cursor.Read(cursor, 2));
        var rows = await list.PageAsync(
            Cursor.At(after?[0]) ?? Instant.FromUtc(9000, 1, 1, 0, 0),
            Guid.TryParse(after?[1], out var id) ? id : Guid.Empty,
            size,
            cancellationToken
        );
        return TypedResults.Ok(
            new Page<ErasureView>(
                rows,
                rows.Count < size
                    ? null
                    : Cursor.Write(Cursor.Of(Instant.FromDateTimeOffset(rows[^1].RequestedAt)), rows[^1].Id.ToString())
            )
        );
    }

    private static async Task<Results<Ok<ErasureView>, NotFound>> GetAsync(
        Guid id,
        ErasureList list,
        CancellationToken cancellationToken
    ) => await list.FindAsync(id, cancellationToken) is { } found ? TypedResults.Ok(found) : TypedResults.NotFound();

    private static ValidationProblem? Wrong(string? channel, string? authorId)
    {
        var problems = new Problems()
            .Add(string.IsNullOrWhiteSpace(channel), "channel", "A person is named by channel and author_id.")
            .Add(string.IsNullOrWhiteSpace(authorId), "author_id", "A person is named by channel and author_id.");
        return problems.Any ? problems.ToAnswer() : null;
    }
}
