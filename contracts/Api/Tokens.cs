namespace TriageMesh.Contracts.Api;

/// <summary>What a program's token may be limited to: an area, to read or to write.</summary>
public static class ApiScopes
{
    /// <summary>Tickets and their mentions.</summary>
    public const string Tickets = "tickets";

    /// <summary>Agents and queues.</summary>
    public const string Team = "team";

    /// <summary>Calendars and policies.</summary>
    public const string Rules = "rules";

    /// <summary>The board and the reports.</summary>
    public const string Reports = "reports";

    /// <summary>The praise board.</summary>
    public const string Praise = "praise";

    /// <summary>Everything as files.</summary>
    public const string Export = "export";

    /// <summary>Labels, corrections and models.</summary>
    public const string Classifier = "classifier";

    /// <summary>Mentions from files and programs.</summary>
    public const string Import = "import";

    /// <summary>Parked messages, webhooks, personal data.</summary>
    public const string Admin = "admin";

    /// <summary>The claim that carries a scope.</summary>
    public const string Claim = "scope";

    /// <summary>Every scope there is: <c>tickets:read</c>, <c>tickets:write</c> ...</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. new[] { Tickets, Team, Rules, Reports, Praise, Export, Classifier, Import, Admin }.SelectMany(area =>
            new[] { Read(area), Write(area) }
        ),
    ];

    /// <summary>The scope to read in an area.</summary>
    public static string Read(string area) => $"{area}:read";

    /// <summary>The scope to change things in an area; it does not hold reading.</summary>
    public static string Write(string area) => $"{area}:write";
}

/// <summary>A token by which a program uses the API; its secret is not in here.</summary>
public sealed record ApiTokenView
{
    public required Guid Id { get; init; }

    /// <summary>Whom the histories show.</summary>
    public required string Name { get; init; }

    /// <summary>How the secret begins, to tell tokens apart.</summary>
    public required string Begins { get; init; }

    public required IReadOnlyList<Role> Roles { get; init; }

    /// <summary>See <see cref="ApiScopes.All"/>.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>To the minute; null where it never was.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>POST /desk/tokens.</summary>
public sealed record NewApiTokenRequest
{
    /// <summary>1 to 80 characters.</summary>
    public required string Name { get; init; }

    /// <summary>At least one; the token may do what one of them may, within its scopes.</summary>
    public required IReadOnlyList<Role> Roles { get; init; }

    /// <summary>At least one of <see cref="ApiScopes.All"/>.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>1 to 730 days.</summary>
    public required int Days { get; init; }
}

/// <summary>A new token with its secret, which is shown this once.</summary>
public sealed record NewApiToken(ApiTokenView Token, string Secret);
