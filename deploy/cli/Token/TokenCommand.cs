using System.CommandLine;
using TriageMesh.Contracts;

namespace TriageMesh.Cli.Token;

/// <summary><c>mesh token</c>: a bearer token for a program.</summary>
internal static class TokenCommand
{
    private const int LongestDays = 3650;

    public static Command Create()
    {
        var role = new Option<string>("--role")
        {
            Description = "What it may do",
            DefaultValueFactory = _ => Role.Agent.Wire(),
        };
        role.AcceptOnlyFromAmong([.. Enum.GetValues<Role>().Select(each => each.Wire())]);
        var name = new Option<string>("--name")
        {
            Description = "Whom the audit shows",
            DefaultValueFactory = _ => "cli",
        };
        name.Validators.Add(result =>
        {
            if (!result.Implicit && result.Tokens.All(token => string.IsNullOrWhiteSpace(token.Value)))
            {
                result.AddError("--name must not be empty.");
            }
        });
        var days = new Option<int>("--days") { Description = "How long it is good", DefaultValueFactory = _ => 30 };
        days.Validators.Add(result =>
        {
            if (
                !result.Implicit
                && !(int.TryParse(result.Tokens[0].Value, out var given) && given is >= 1 and <= LongestDays)
            )
            {
                result.AddError($"--days must be a number from 1 to {LongestDays}.");
            }
        });
        var runDirectory = RunDirectory.Option();
        var command = new Command("token", "Prints a bearer token for the HTTP API.")
        {
            role,
            name,
            days,
            runDirectory,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                _ = WireName<Role>.TryParse(parsed.GetRequiredValue(role), out var asked);
                var token = RunDirectory
                    .Open(parsed.GetValue(runDirectory))
                    .Token(parsed.GetRequiredValue(name), asked, TimeSpan.FromDays(parsed.GetRequiredValue(days)));
                await Console.Out.WriteLineAsync(token.AsMemory(), cancellationToken);
                return 0;
            }
        );
        return command;
    }
}
