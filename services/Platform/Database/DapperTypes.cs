using System.Data;
using System.Text.Json;
using Dapper;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace TriageMesh.Platform.Database;

/// <summary>Teaches Dapper the types that PostgreSQL's columns and our records share.</summary>
public static class DapperTypes
{
    /// <summary>Registers the handlers once for the process; calling it again changes nothing.</summary>
    public static void Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new InstantHandler());
        SqlMapper.AddTypeHandler(new InstantArrayHandler());
        SqlMapper.AddTypeHandler(new NullableInstantArrayHandler());
        SqlMapper.AddTypeHandler(new JsonHandler());
    }

    /// <summary>timestamptz keeps microseconds: what is compared later must be cut the same way.</summary>
    public static Instant ToMicroseconds(this Instant instant) =>
        Instant.FromUnixTimeTicks(instant.ToUnixTimeTicks() / 10 * 10);

    private sealed class InstantHandler : SqlMapper.TypeHandler<Instant>
    {
        public override void SetValue(IDbDataParameter parameter, Instant value)
        {
            parameter.Value = value.ToDateTimeUtc();
            ((NpgsqlParameter)parameter).NpgsqlDbType = NpgsqlDbType.TimestampTz;
        }

        public override Instant Parse(object value) =>
            value switch
            {
                DateTime time => Instant.FromDateTimeUtc(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
                DateTimeOffset time => Instant.FromDateTimeOffset(time),
                _ => throw new DataException($"A {value.GetType().Name} is no instant."),
            };
    }

    private sealed class InstantArrayHandler : SqlMapper.TypeHandler<Instant[]>
    {
        public override void SetValue(IDbDataParameter parameter, Instant[]? value)
        {
            parameter.Value = value is null
                ? DBNull.Value
                : Array.ConvertAll(value, instant => instant.ToDateTimeUtc());
            ((NpgsqlParameter)parameter).NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz;
        }

        public override Instant[] Parse(object value) =>
            Array.ConvertAll(
                (DateTime[])value,
                time => Instant.FromDateTimeUtc(DateTime.SpecifyKind(time, DateTimeKind.Utc))
            );
    }

    private sealed class NullableInstantArrayHandler : SqlMapper.TypeHandler<Instant?[]>
    {
        public override void SetValue(IDbDataParameter parameter, Instant?[]? value)
        {
            parameter.Value = value is null
                ? DBNull.Value
                : Array.ConvertAll(value, instant => instant?.ToDateTimeUtc());
            ((NpgsqlParameter)parameter).NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz;
        }

        public override Instant?[] Parse(object value) =>
            throw new DataException("An array with missing instants is only ever sent.");
    }

    /// <summary>jsonb columns read as, and written from, a <see cref="JsonElement"/>.</summary>
    private sealed class JsonHandler : SqlMapper.TypeHandler<JsonElement>
    {
        public override void SetValue(IDbDataParameter parameter, JsonElement value)
        {
            parameter.Value = value.GetRawText();
            ((NpgsqlParameter)parameter).NpgsqlDbType = NpgsqlDbType.Jsonb;
        }

        public override JsonElement Parse(object value) => JsonElement.Parse((string)value);
    }
}
