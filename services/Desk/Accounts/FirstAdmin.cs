using Dapper;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Desk.SignIn;

namespace TriageMesh.Desk.Accounts;

/// <summary>The account that a fresh mesh begins with. Its password comes from the settings; there is no default.</summary>
internal sealed partial class FirstAdmin(
    NpgsqlDataSource database,
    AccountChanges accounts,
    IOptions<DeskOptions> options,
    ILogger<FirstAdmin> logger
)
{
    private const string HasAdmin = """
        SELECT EXISTS (SELECT FROM desk.accounts WHERE 'admin' = ANY (roles))
        """;

    /// <summary>True where there is an admin now, or nothing more can be done about it.</summary>
    public async Task<bool> EnsureAsync(CancellationToken cancellationToken)
    {
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        {
            if (
                await connection.ExecuteScalarAsync<bool>(
                    new CommandDefinition(HasAdmin, cancellationToken: cancellationToken)
                )
            )
            {
                return true;
            }
        }

        var first = options.Value.FirstAdmin;
        if (string.IsNullOrEmpty(first.Password))
        {
            LogNoPassword();
            return true;
        }

        if (Passwords.Fault(first.Password, first.UserName) is { } fault)
        {
            LogWeakPassword(fault);
            return true;
        }

        var request = new NewAccountRequest
        {
            UserName = first.UserName,
            DisplayName = "Admin",
            Password = first.Password,
            Roles = [Role.Admin],
        };
        if (await accounts.AddAsync(Guid.NewGuid(), request, cancellationToken))
        {
            LogMade();
        }

        return true;
    }

    [LoggerMessage(
        EventId = 4020,
        Level = LogLevel.Error,
        Message = "Nobody can sign in: there is no admin, and Desk:FirstAdmin:Password is not set"
    )]
    private partial void LogNoPassword();

    [LoggerMessage(
        EventId = 4021,
        Level = LogLevel.Error,
        Message = "Nobody can sign in: Desk:FirstAdmin:Password cannot be used. {Fault}"
    )]
    private partial void LogWeakPassword(string fault);

    [LoggerMessage(EventId = 4022, Level = LogLevel.Information, Message = "The first admin's account was made")]
    private partial void LogMade();
}
