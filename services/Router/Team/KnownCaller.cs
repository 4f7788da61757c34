using TriageMesh.Platform.Security;

namespace TriageMesh.Router.Team;

/// <summary>Who acts is on record as an agent, so that history can name them; without room for tickets given automatically.</summary>
internal static class KnownCaller
{
    // A program is marked for good: it can be given nothing, and what it writes to customers answers nobody.
    public const string Put = """
        INSERT INTO router.agents (agent_id, name, capacity, program) VALUES (@Id, @name, 0, @IsProgram)
        ON CONFLICT (agent_id) DO NOTHING;
        UPDATE router.agents SET program = true WHERE agent_id = @Id AND @IsProgram AND NOT program
        """;

    /// <summary>What the statement asks for.</summary>
    public static object Of(Caller caller) =>
        new
        {
            caller.Id,
            name = caller.Name.Length > 0 ? caller.Name : "?",
            caller.IsProgram,
        };
}
